# Part of installing: the program writes its own manual page and completions, so they say what it takes.
#   program: the built cardlint, generated: the folder for the files
function(write_output name)
  execute_process(COMMAND ${program} ${ARGN} OUTPUT_FILE ${generated}/${name} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
file(MAKE_DIRECTORY ${generated})
write_output(cardlint.1 man)
file(WRITE ${generated}/cardlint-probe.1 ".so man1/cardlint.1\n")
execute_process(COMMAND gzip -9nf ${generated}/cardlint.1 ${generated}/cardlint-probe.1 COMMAND_ERROR_IS_FATAL ANY)
write_output(cardlint completion bash)
write_output(_cardlint completion zsh)
write_output(cardlint.fish completion fish)
