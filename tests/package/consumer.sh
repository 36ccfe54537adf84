# consumer.sh SOURCE BUILD SCRATCH: a project finds the installed library by find_package, wherever it was moved to.
source "$(dirname -- "${BASH_SOURCE[0]}")/support.sh"
source=$1 build=$2 scratch=$3
rm -rf "$scratch"
mkdir -p "$scratch"
write_projects "$scratch"
cmake --install "$build" --component development --prefix "$scratch/installed" >/dev/null
mv "$scratch/installed" "$scratch/moved"
if grep -rnF -e "$source" -e "$scratch" -e /usr/ "$scratch"/moved/lib*/cmake; then fail "a path of this machine is exported"; fi

consumer=$source/tests/package/consumer
cmake -G Ninja -S "$consumer" -B "$scratch/build" -D CMAKE_PREFIX_PATH="$scratch/moved" -D CMAKE_BUILD_TYPE=Release
cmake --build "$scratch/build"
expect 0 '' "$scratch/build/consumer" "$scratch/sound/smithery.yaml"
expect 1 ':2: error \[manifest-target-enum\]' "$scratch/build/consumer" "$scratch/faulty/smithery.yaml"

# Refusals, in words: a library that the archives need is not there; another minor version is wanted.
expect 1 'does not find: tl-expected' cmake -G Ninja -S "$consumer" -B "$scratch/without_expected" \
  -D CMAKE_PREFIX_PATH="$scratch/moved" -D CMAKE_DISABLE_FIND_PACKAGE_tl-expected=ON
cp -r "$consumer" "$scratch/newer"
sed -i 's/find_package(cardlint [0-9.]*/find_package(cardlint 0.99/' "$scratch/newer/CMakeLists.txt"
expect 1 'requested version "0.99"' cmake -G Ninja -S "$scratch/newer" -B "$scratch/newer_build" \
  -D CMAKE_PREFIX_PATH="$scratch/moved"
