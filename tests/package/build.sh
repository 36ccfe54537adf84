# build.sh SOURCE BUILD PACKAGES: packs twice, as different people would. The bytes are the same, and the checksums hold.
source "$(dirname -- "${BASH_SOURCE[0]}")/support.sh"
source=$1 build=$2 packages=$3
rm -rf "$packages" "$packages.again"
(umask 077; TZ=Asia/Kathmandu "$source/.github/packaging/build" "$build" "$packages.again")
"$source/.github/packaging/build" "$build" "$packages"
diff "$packages.again/SHA256SUMS" "$packages/SHA256SUMS" || fail "two runs give different packages"
rm -rf "$packages.again"
(cd "$packages" && sha256sum --check --strict SHA256SUMS)
(($(wc -l <"$packages/SHA256SUMS") == 3)) || fail "not three packages"
