# Holds the architecture: who may include whom, which layer sees which foreign header, and a few rules of form.
#   cmake -D SOURCE=<src folder> -P layers.cmake
# Prints one line per violation, `path:line: what`, and fails when there is one. ctest (label layers) runs it on src, and
# through layers/can_fail.cmake on layers/bad, where every kind of violation is planted.
cmake_minimum_required(VERSION 3.25)

# --- the architecture: this table is its only statement ---------------------------------------------------------------
# A row names a layer (a folder of src) and the layers whose headers it may include. A row may name only rows above it.
set(ARCHITECTURE
  "base    |"
  "address | base"
  "source  | base"
  "diag    | base source"
  "doc     | base source diag"
  "schema  | base source diag doc"
  "secret  | base source diag doc"
  "rules   | base source diag doc secret"
  "checks  | base address source diag doc secret rules"
  "lint    | base address source diag doc schema secret rules checks"
  "config  | base address source diag doc schema secret rules lint"
  "http    | base address"
  "probe   | base address source diag doc schema secret rules checks lint config http"
  "report  | base source diag"
  "cli     | base address source diag doc schema secret rules checks lint config http probe report"
  "main    | cli"
  "prober  | cli http"
  "tool    | base source diag doc secret rules")

# Programs beside the layers: the file, and the row that it stands for. A tool runs at build time and is not shipped.
set(PROGRAMS
  "main.cpp                | main"
  "probe_main.cpp          | prober"
  "rules/generate_main.cpp | tool"
  "secret/generate_main.cpp | tool")

# Single headers beyond the rows: the layer or file that may include it, header, reason.
set(EXCEPTIONS
  "report            | doc/kind.h | the names of document kinds and dialects"
  "schema/re2_shim.h | regex      | puts RE2 in the place of std::regex, which valijson includes by itself")

# Foreign headers, as a regular expression of the whole name, and the layers that may include them. '*' is everyone,
# '-' is no one. The first row that fits decides; a name with a folder that fits no row is a violation.
set(FOREIGN
  "fmt/.*                                               | *"
  "tl/expected.hpp                                      | *"
  "yaml-cpp/.*                                          | doc"
  "toml\\+\\+/.*                                          | doc"
  "minizip/.*|zlib.h                                    | doc"
  "valijson/.*                                          | schema"
  "re2/.*                                               | schema checks"
  "libpsl.h                                             | address"
  "nlohmann/.*                                          | report"
  "CLI/.*                                               | cli"
  "curl/.*                                              | http prober"
  "sys/(epoll|eventfd|socket).h|netdb.h|netinet/in.h    | http"
  "arpa/inet.h|idn2.h                                   | address"
  "filesystem|fstream|dirent.h|fcntl.h|sys/(stat|mman|types).h | base tool"
  "(sys/(ioctl|resource|wait)|spawn).h                  | cli"
  "iostream|cstdio|stdio.h                              | cli report main prober tool"
  "regex|regex.h                                        | -")

# Calls that print, wherever their header comes from: the layers that may use them.
set(PRINTING "(std::(cout|cerr|clog)|[^A-Za-z0-9_](f?printf|f?puts|putchar)[ ]*\\(|fmt::print(ln)?[ ]*\\()")
set(PRINTING_LAYERS cli report main prober tool)

# The longest a file may be, and the files that may be longer: path below src, reason. A row that is not needed is a
# violation. (The test of this script sets both from outside.)
if(NOT DEFINED MAX_LINES)
  set(MAX_LINES 400)
  set(LONG_FILES)
endif()

# --- reading the table ------------------------------------------------------------------------------------------------
function(split row)  # sets cell_0, cell_1, … to the trimmed cells of a row; '|' between spaces separates
  string(REGEX REPLACE " +[|] *" ";" cells "${row}")
  set(at 0)
  foreach(cell IN LISTS cells)
    string(STRIP "${cell}" cell)
    set(cell_${at} "${cell}" PARENT_SCOPE)
    math(EXPR at "${at} + 1")
  endforeach()
endfunction()

set(layers)
foreach(row IN LISTS ARCHITECTURE)
  set(cell_1 "")
  split("${row}")
  separate_arguments(sees UNIX_COMMAND "${cell_1}")
  foreach(seen IN LISTS sees)
    if(NOT seen IN_LIST layers)
      message(FATAL_ERROR "layers.cmake: '${cell_0}' names '${seen}', which is no row above it")
    endif()
  endforeach()
  list(APPEND layers ${cell_0})
  set(sees_${cell_0} ${sees})
endforeach()

set(violations)
macro(violation place text)
  list(APPEND violations "${place}: ${text}")
endmacro()

# --- the rules of one include -----------------------------------------------------------------------------------------
function(judge_include place layer form name)
  set(text "")
  string(REGEX MATCH "^[^/]+" top "${name}")
  if(form STREQUAL "quotes" OR top IN_LIST layers)
    if(NOT name MATCHES "/" OR name MATCHES "^[.]" OR NOT top IN_LIST layers)
      set(text "\"${name}\" does not begin with a layer's folder")
    elseif(form STREQUAL "brackets")
      set(text "<${name}> is a header of this project and wants quotes")
    elseif(NOT top STREQUAL layer AND NOT top IN_LIST sees_${layer})
      set(text "${layer} must not see ${top} (\"${name}\")")
    endif()
  else()
    if(name MATCHES "/" AND NOT name MATCHES "^bits/")
      set(text "<${name}> belongs to no known foreign library: give it a row in tests/layers.cmake")
    endif()
    foreach(row IN LISTS FOREIGN)
      split("${row}")
      if(name MATCHES "^(${cell_0})$")
        separate_arguments(allowed UNIX_COMMAND "${cell_1}")
        if(cell_1 STREQUAL "*" OR layer IN_LIST allowed)
          set(text "")
        else()
          set(text "${layer} must not see <${name}>")
        endif()
        break()
      endif()
    endforeach()
  endif()
  string(REGEX REPLACE ":[0-9]+$" "" file "${place}")
  foreach(row IN LISTS EXCEPTIONS)
    split("${row}")
    if((cell_0 STREQUAL layer OR cell_0 STREQUAL file) AND cell_1 STREQUAL name)
      set(text "")
    endif()
  endforeach()
  if(text)
    violation("${place}" "${text}")
    set(violations "${violations}" PARENT_SCOPE)
  endif()
endfunction()

# --- every file -------------------------------------------------------------------------------------------------------
function(count_lines text result)  # the number of newlines
  string(REGEX REPLACE "[^\n]" "" newlines "${text}")
  string(LENGTH "${newlines}" length)
  set(${result} ${length} PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${SOURCE} ${SOURCE}/*.h ${SOURCE}/*.cpp)
file(GLOB_RECURSE misnamed RELATIVE ${SOURCE} ${SOURCE}/*.hpp ${SOURCE}/*.hh ${SOURCE}/*.cc ${SOURCE}/*.cxx
                                              ${SOURCE}/*.inl ${SOURCE}/*.inc)
if(NOT files)
  message(FATAL_ERROR "layers.cmake: no source files below '${SOURCE}'")
endif()
foreach(file IN LISTS misnamed)
  violation("${file}:1" "sources end in .h or .cpp")
endforeach()

set(needless ${LONG_FILES})
foreach(file IN LISTS files)
  set(layer "")
  if(file MATCHES "^([^/]+)/")
    set(layer "${CMAKE_MATCH_1}")
  endif()
  foreach(row IN LISTS PROGRAMS)
    split("${row}")
    if(cell_0 STREQUAL file)
      set(layer "${cell_1}")
    endif()
  endforeach()
  if(NOT layer IN_LIST layers)
    violation("${file}:1" "no layer of tests/layers.cmake has this place")
    continue()
  endif()

  file(READ ${SOURCE}/${file} content)
  # ';' and brackets would split or join CMake's lists; no rule below looks at them.
  string(REGEX REPLACE "[][;]" " " content "\n${content}")

  count_lines("${content}" lines)
  math(EXPR lines "${lines} - 1")
  if(lines GREATER MAX_LINES)
    set(excused FALSE)
    foreach(row IN LISTS LONG_FILES)
      split("${row}")
      if(cell_0 STREQUAL file)
        set(excused TRUE)
        list(REMOVE_ITEM needless "${row}")
      endif()
    endforeach()
    if(NOT excused)
      violation("${file}:${lines}" "is longer than ${MAX_LINES} lines")
    endif()
  endif()
  if(file MATCHES "[.]h$" AND NOT content MATCHES "\n#pragma once[ \t\r]*\n")
    violation("${file}:1" "has no #pragma once")
  endif()

  # Walk from directive to directive (or print to print): what lies before it gives its line.
  string(REGEX REPLACE "//[^\n]*" "" code "${content}")
  set(rest "${code}")
  set(line 0)
  while(rest MATCHES "\n[ \t]*#[ \t]*include[ \t]*([^\n]*)")
    set(directive "${CMAKE_MATCH_0}")
    set(operand "${CMAKE_MATCH_1}")
    string(FIND "${rest}" "${directive}" at)
    string(SUBSTRING "${rest}" 0 ${at} before)
    count_lines("${before}" skipped)
    math(EXPR line "${line} + ${skipped} + 1")
    string(LENGTH "${directive}" length)
    math(EXPR at "${at} + ${length}")
    string(SUBSTRING "${rest}" ${at} -1 rest)
    if(operand MATCHES "^\"([^\"]+)\"")
      judge_include("${file}:${line}" ${layer} quotes "${CMAKE_MATCH_1}")
    elseif(operand MATCHES "^<([^>]+)>")
      judge_include("${file}:${line}" ${layer} brackets "${CMAKE_MATCH_1}")
    else()
      violation("${file}:${line}" "an include that names no file hides its target")
    endif()
  endwhile()
  if(NOT layer IN_LIST PRINTING_LAYERS AND code MATCHES "${PRINTING}")
    string(FIND "${code}" "${CMAKE_MATCH_0}" at)
    string(SUBSTRING "${code}" 0 ${at} before)
    count_lines("${before}" line)
    violation("${file}:${line}" "${layer} must not print")
  endif()
endforeach()
foreach(row IN LISTS needless)
  split("${row}")
  violation("${cell_0}:1" "needs no place in LONG_FILES")
endforeach()

if(violations)
  list(JOIN violations "\n" text)
  list(LENGTH violations count)
  message("${text}")
  message(FATAL_ERROR "${count} violations of the architecture")
endif()
list(LENGTH files count)
message("${count} files keep to the architecture")
