# Fails when rules/README.md is not what `cardlint rules docs` prints.
execute_process(COMMAND ${CARDLINT} rules docs OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
file(READ ${PAGE} page)
if(NOT page STREQUAL printed)
  message(FATAL_ERROR "rules/README.md is out of date: cardlint rules docs > rules/README.md")
endif()
