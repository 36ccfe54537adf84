# clean_root.sh PACKAGES: a Debian that has nothing but its base, 12 and then 13. In it the npm package, as npm left it, the
# archive and the Debian package are run. As root, with mmdebstrap and Debian's servers; takes one to two minutes.
source "$(dirname -- "${BASH_SOURCE[0]}")/support.sh"
((EUID == 0)) || skip "needs root"
command -v mmdebstrap >/dev/null || skip "mmdebstrap is not installed: run ./dev setup"
unshare --mount true 2>/dev/null || skip "this root may not mount: a container"
here=$(readlink -f -- "$(dirname -- "${BASH_SOURCE[0]}")")
packages=$(readlink -f -- "$1")
# The hook runs with /proc mounted; the root is gone when mmdebstrap ends.
for release in bookworm trixie; do
  mmdebstrap --quiet --variant=apt --customize-hook="bash '$here/clean_root_steps.sh' '$packages' \"\$1\"" "$release" /dev/null
done
