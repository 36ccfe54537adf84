# contents.sh SOURCE PACKAGES SCRATCH: what is in the packages, and how the programs are linked.
source "$(dirname -- "${BASH_SOURCE[0]}")/support.sh"
source=$1 packages=$2 scratch=$3
rm -rf "$scratch"
mkdir -p "$scratch"/{deb,tar,npm}
dpkg-deb -x "$packages"/*.deb "$scratch/deb"
tar -C "$scratch/tar" --strip-components=1 -xzf "$packages"/*.tar.gz
tar -C "$scratch/npm" --strip-components=1 -xzf "$packages"/*.tgz

for program in cardlint cardlint-probe; do
  cmp "$scratch/deb/usr/bin/$program" "$scratch/tar/bin/$program"
  cmp "$scratch/deb/usr/bin/$program" "$scratch/npm/bin/$program"
done

# hardened PROGRAM: and stripped, and found through no path of its own. Sets file and has.
hardened() {
  file=$scratch/deb/usr/bin/$1
  facts=$(readelf --file-header --segments --dynamic --section-headers --dyn-syms --wide "$file")
  has() { grep -qE -- "$1" <<<"$facts"; }
  has 'Type: *DYN .Position-Independent' || fail "$file is no PIE"
  has 'GNU_RELRO' || fail "$file has no RELRO"
  has 'GNU_STACK.* RW ' || fail "$file has an executable stack"
  has 'FLAGS_1.* NOW' || fail "$file is bound lazily"
  ! has 'RPATH|RUNPATH' || fail "$file has a path for libraries"
  ! has '\.symtab|\.debug' || fail "$file is not stripped"
}

# linked PROGRAM GLIBC LIBRARY…: asks for no newer glibc and no other libraries.
linked() {
  local file facts glibc=$2 newest
  hardened "$1"
  shift 2
  has '__stack_chk_fail' || fail "$file has no stack protector"
  has '_chk@' || fail "$file is not fortified"
  newest=$(readelf -VW "$file" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
  [[ $(printf '%s\n' "GLIBC_$glibc" "$newest" | sort -V | tail -n 1) == "GLIBC_$glibc" ]] || fail "$file needs $newest"
  diff <(readelf -dW "$file" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | sort) <(printf '%s\n' "$@" | sort) ||
    fail "$file needs other libraries than '$*'"
}

# The checker holds the C library: it asks for no library and no loader.
hardened cardlint
! has 'NEEDED|INTERP' || fail "$file needs libraries"
linked cardlint-probe 2.36 ld-linux-x86-64.so.2 libc.so.6 libm.so.6 libcurl.so.4

if grep -rlF -e "$source" "$scratch"; then fail "the path of the build is in these files"; fi
for name in yaml-cpp re2 libidn2 libunistring libpsl minizip zlib1g valijson nlohmann fmt tomlplusplus expected libstdc++ libc6-dev; do
  grep -q "^  .*${name}.* [0-9]" "$scratch/npm/THIRD-PARTY-NOTICES" || fail "no notice for $name"
done

control() { dpkg-deb -f "$packages"/*.deb "$1"; }
[[ $(control Depends) == *'libc6 (>= 2.3'*'libcurl4 (>= 7.'* ]] || fail "Depends: $(control Depends)"
[[ $(control Recommends) == ca-certificates ]] || fail "Recommends: $(control Recommends)"
[[ $(dpkg-deb -c "$packages"/*.deb | awk '{ print $2 }' | sort -u) == root/root ]] || fail "files not owned by root"
if dpkg-deb -c "$packages"/*.deb | awk '{ print $1 }' | grep '[st]\|^-..\(..w\|.....w\)'; then fail "odd permissions"; fi

diff <(cd "$scratch/npm" && find . -type f | sort) - <<'TEXT' || fail "other files in the npm package"
./LICENSE
./README.md
./THIRD-PARTY-NOTICES
./bin/cardlint
./bin/cardlint-probe
./package.json
TEXT
