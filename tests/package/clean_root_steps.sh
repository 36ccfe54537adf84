# clean_root_steps.sh PACKAGES ROOT: what clean_root.sh does while the root is there.
source "$(dirname -- "${BASH_SOURCE[0]}")/support.sh"
packages=$1 root=$2
inside() { chroot "$root" "$@"; }
no_development_packages() {
  if inside dpkg-query -W -f='${Package}\n' | grep -E -- '-dev$|^(gcc|g\+\+)(-[0-9]+)?$|^(nodejs|npm)$'; then
    fail "these are in no clean root"
  fi
}
# runs PROGRAM: both verdicts, and the exit code of each.
runs() {
  expect 0 '^cardlint [0-9]' inside "$1" --version
  expect 0 '0 errors' inside "$1" check /srv/sound
  expect 1 'manifest-target-enum' inside "$1" check /srv/faulty
}
# Port 9 is asked, and refuses: libcurl works.
probes() { expect 3 'connect' inside "$1" probe --timeout 5 http://127.0.0.1:9/mcp; }

write_projects "$root/srv"
no_development_packages

# npm's work is done from outside: Debian's npm comes with development packages. What it left needs neither npm nor node.
mkdir -p "$root/srv/project"
echo '{"private": true}' >"$root/srv/project/package.json"
npm install --offline --no-audit --no-fund --prefix "$root/srv/project" "$packages"/*.tgz >/dev/null
runs /srv/project/node_modules/.bin/cardlint
expect 70 "'probe' needs libcurl 7.88" inside /srv/project/node_modules/.bin/cardlint probe --plan http://127.0.0.1:9/mcp

tar -C "$root/opt" -xzf "$packages"/*.tar.gz
archive=$(cd "$root" && echo opt/*/bin/cardlint)
runs "/$archive"

cp "$packages"/*.deb "$root/tmp/cardlint.deb"
inside apt-get install -y --no-install-recommends /tmp/cardlint.deb
no_development_packages
runs /usr/bin/cardlint
for program in /usr/bin/cardlint "/$archive" /srv/project/node_modules/.bin/cardlint; do
  probes "$program"
done
inside dpkg --remove cardlint
[[ -z $(find "$root/usr" -name '*cardlint*') ]] || fail "the removed package leaves files"
