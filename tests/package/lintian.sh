# lintian.sh PACKAGES: Debian's own critic has nothing to say but what .github/packaging/deb/lintian-overrides answers.
source "$(dirname -- "${BASH_SOURCE[0]}")/support.sh"
command -v lintian >/dev/null || skip "lintian is not installed: run ./dev setup"
[[ $(dpkg-deb -c "$1"/*.deb) == *cardlint.1.gz* ]] || skip "the package has no manual page yet"
found=$(lintian --allow-root --display-info --pedantic --fail-on none "$1"/*.deb) || fail "$found"
[[ -z $found ]] || fail "$found"
