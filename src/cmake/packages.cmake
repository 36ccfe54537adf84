# CPack: the Debian package and an archive of the same tree. .github/packaging/build runs it after it has written the documents that
# are packed, and packs for npm; `./dev package` runs .github/packaging/build.

# What the program says of itself is generated when it is installed.
if(EXISTS ${PROJECT_SOURCE_DIR}/src/cli/man_page.cpp)
  set(generated ${PROJECT_BINARY_DIR}/packaging/help)
  install(CODE "set(program \"$<TARGET_FILE:cardlint>\")\nset(generated \"${generated}\")" COMPONENT programs)
  install(SCRIPT src/cmake/generate_help.cmake COMPONENT programs)
  install(FILES ${generated}/cardlint.1.gz ${generated}/cardlint-probe.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT programs)
  foreach(completion IN ITEMS bash-completion/completions/cardlint zsh/site-functions/_cardlint
                              fish/vendor_completions.d/cardlint.fish)
    get_filename_component(folder ${completion} DIRECTORY)
    get_filename_component(file ${completion} NAME)
    install(FILES ${generated}/${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} COMPONENT programs)
  endforeach()
endif()

# Documents beside the programs: of an archive, and of the Debian package, whose policy names and compresses them.
set(documents ${PROJECT_BINARY_DIR}/packaging)
install(FILES LICENSE CHANGELOG.md ${documents}/THIRD-PARTY-NOTICES
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT archive EXCLUDE_FROM_ALL)
install(FILES ${documents}/copyright ${documents}/changelog.gz ${documents}/changelog.Debian.gz
              ${documents}/THIRD-PARTY-NOTICES.gz
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES .github/packaging/deb/lintian-overrides
  DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME cardlint COMPONENT debian EXCLUDE_FROM_ALL)

# Also for .github/packaging/build, which reads it there.
set(CPACK_PACKAGE_CONTACT "The cardlint authors <cardlint@cardlint.invalid>")  # the project has no mail address
set(CPACK_PACKAGE_NAME cardlint)
set(CPACK_PACKAGE_VENDOR "The cardlint authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "check the files by which an MCP server describes itself")
set(CPACK_PACKAGE_DESCRIPTION
"Programs that read smithery.yaml, the server card and their companions often
do not complain about them: a file with one wrong value is treated as if it
were not there. cardlint names the place, the value, the reason, the remedy and
the program that is concerned, before the file is committed or released.
.
'cardlint check' works offline. 'cardlint probe' asks a live server the way a
conforming client does, and judges the answers by the same rules.")
string(TOLOWER "cardlint-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}" CPACK_PACKAGE_FILE_NAME)
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libcurl4 (>= 7.88)")  # cardlint-probe refuses older ones; their symbols would do
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates")  # to ask https servers
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/.github/packaging/components.cmake)
include(CPack)
