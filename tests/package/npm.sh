# npm.sh PACKAGES SCRATCH: the npm package is installed without a network, and does what the program does.
source "$(dirname -- "${BASH_SOURCE[0]}")/support.sh"
packages=$(readlink -f -- "$1") scratch=$2
rm -rf "$scratch"
mkdir -p "$scratch/home"
write_projects "$scratch"
cd -- "$scratch"
# Of the user's settings none.
export HOME=$scratch/home npm_config_cache=$scratch/cache npm_config_userconfig=$scratch/npmrc npm_config_update_notifier=false
echo '{"private": true}' >package.json

npm install --offline --no-audit --no-fund "$packages"/*.tgz
expect 0 '0 errors' npx --offline cardlint check sound
expect 1 'manifest-target-enum' npx --offline cardlint check faulty
expect 2 'no command' npx --offline cardlint chekc
# cardlint-probe is found beside the file behind npm's link. Port 9 is asked, and refuses.
expect 3 'connect' npx --offline cardlint probe --timeout 5 http://127.0.0.1:9/mcp
node_modules/.bin/cardlint --version

npm install --offline --no-audit --no-fund --global --prefix "$scratch/global" "$packages"/*.tgz
expect 1 'manifest-target-enum' "$scratch/global/bin/cardlint" check faulty
ln -s global/bin/cardlint another-name
expect 3 'connect' ./another-name probe --timeout 5 http://127.0.0.1:9/mcp

# Where it cannot run, npm refuses it by these members, and leaves it out where it is optional. (npm before 10 cannot be told
# of another system, and no npm can where it is not optional.)
node -e '
  const {os, cpu, libc, scripts, dependencies} = require("./node_modules/cardlint/package.json");
  require("assert").deepEqual({os, cpu, libc, scripts, dependencies},
    {os: ["linux"], cpu: [process.arch], libc: ["glibc"], scripts: undefined, dependencies: undefined})'
if (($(npm --version | cut -d. -f1) < 10)); then exit 0; fi
mkdir elsewhere
cd elsewhere
echo '{"private": true}' >package.json
for system in --os=darwin --cpu=arm --libc=musl; do
  npm install --offline --no-audit --no-fund "$system" --save-optional "$packages"/*.tgz
  [[ ! -e node_modules/cardlint ]] || fail "installed with $system"
done
