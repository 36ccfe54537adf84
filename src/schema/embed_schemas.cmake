# Writes OUTPUT, a C++ file that holds every *.schema.json of FOLDER as a string.
# usage: cmake -DFOLDER=… -DOUTPUT=… -P embed_schemas.cmake
file(GLOB paths "${FOLDER}/*.schema.json")
set(rows "")
set(names "")
foreach(path IN LISTS paths)
  get_filename_component(file "${path}" NAME)
  string(REGEX REPLACE "\\.schema\\.json$" "" name "${file}")
  list(APPEND names "${name}")
endforeach()
list(SORT names)  # by name: '.' sorts before the suffix would
list(LENGTH names count)
foreach(name IN LISTS names)
  file(READ "${FOLDER}/${name}.schema.json" text)
  string(APPEND rows "    SchemaText{\"${name}\", R\"schema(${text})schema\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from schemas/ by src/schema/embed_schemas.cmake.
#include \"schema/bundled_schemas.h\"

#include <array>

namespace cardlint {
namespace {

constexpr std::array<SchemaText, ${count}> kSchemas{{
${rows}}};

}  // namespace

std::span<const SchemaText> bundled_schemas() { return kSchemas; }

}  // namespace cardlint
")
