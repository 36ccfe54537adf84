# Read by cpack for each generator: what of the installed tree it packs.
if(CPACK_GENERATOR STREQUAL "DEB")
  set(CPACK_COMPONENTS_ALL programs debian)
else()
  set(CPACK_COMPONENTS_ALL programs archive)
  set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)
endif()
