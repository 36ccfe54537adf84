# What the cardlint library links. Read by cardlint's own build and, once installed, by every project that says
# find_package(cardlint): so nothing of the machine that built an archive is written into it.
# CARDLINT_MISSING lists what was not found.
set(CARDLINT_MISSING "")
find_package(Threads QUIET)                        # std::jthread workers of `check --jobs`
find_package(tl-expected QUIET)                    # Result<T>: <expected> is C++23
foreach(package Threads tl-expected)
  if(NOT ${package}_FOUND)
    list(APPEND CARDLINT_MISSING ${package})
  endif()
endforeach()

# cardlint_archives(TARGET HEADER ARCHIVE…): a target for archives that come without a CMake file of their own.
function(cardlint_archives target header)
  if(TARGET ${target})
    return()
  endif()
  add_library(${target} INTERFACE IMPORTED)
  find_path(CARDLINT_${header} ${header})
  if(CARDLINT_${header})
    target_include_directories(${target} INTERFACE ${CARDLINT_${header}})
  else()
    list(APPEND CARDLINT_MISSING ${header})
  endif()
  foreach(archive IN LISTS ARGN)
    find_library(CARDLINT_${archive} ${archive})
    if(CARDLINT_${archive})
      target_link_libraries(${target} INTERFACE ${CARDLINT_${archive}})
    else()
      list(APPEND CARDLINT_MISSING ${archive})
    endif()
  endforeach()
  set(CARDLINT_MISSING ${CARDLINT_MISSING} PARENT_SCOPE)
endfunction()

# Static, all of them: a shared library is loaded at each start, and almost no run needs the later ones.
cardlint_archives(cardlint_yaml_cpp yaml-cpp/yaml.h libyaml-cpp.a)       # the YAML event parser (layer doc)
cardlint_archives(cardlint_minizip minizip/unzip.h libminizip.a libz.a)  # reads .mcpb archives (layer doc)
cardlint_archives(cardlint_re2 re2/re2.h libre2.a)                       # linear-time expressions (layers schema, checks)
target_link_libraries(cardlint_re2 INTERFACE Threads::Threads)
# RE2 of 2023 and later stands on abseil: many archives that call one another. pkg-config knows which.
find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
  pkg_check_modules(CARDLINT_RE2 QUIET re2)
  set(abseil ${CARDLINT_RE2_STATIC_LIBRARIES})
  list(FILTER abseil INCLUDE REGEX "^absl_")
  list(REMOVE_DUPLICATES abseil)
  set(archives "")
  foreach(name IN LISTS abseil)
    find_library(CARDLINT_${name} lib${name}.a)
    if(CARDLINT_${name})
      list(APPEND archives ${CARDLINT_${name}})
    else()
      list(APPEND CARDLINT_MISSING lib${name}.a)
    endif()
  endforeach()
  if(archives)
    list(JOIN archives "," archives)
    target_link_libraries(cardlint_re2 INTERFACE "$<LINK_GROUP:RESCAN,${archives}>")
  endif()
endif()
# Host names beyond ASCII (layer address): UTS #46 and its tables change with Unicode. libunistring is libidn2's own.
cardlint_archives(cardlint_idn2 idn2.h libidn2.a libunistring.a)
# The public suffix list, which says what domain was registered (layer address). Its archive has the list in it and wants
# libidn2 only for lists in files.
cardlint_archives(cardlint_psl libpsl.h libpsl.a)
target_link_libraries(cardlint_psl INTERFACE cardlint_idn2)
