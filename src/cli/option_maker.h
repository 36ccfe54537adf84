// Adds options to a CLI::App in the few forms that cardlint has. Only for the files that build the
// command line: CLI11's header costs seconds of compile time.
#pragma once

#include <string>
#include <utility>

#include <CLI/CLI.hpp>

namespace cardlint {

class OptionMaker {
 public:
  explicit OptionMaker(CLI::App& app) : app_(app) {}

  // The heading in the help under which the following options stand.
  void section(std::string title) { section_ = std::move(title); }

  // `kind` is what help calls the value: see cli/value_kinds.h.
  template <class T>
  CLI::Option* value(const std::string& names, T& target, std::string kind,
                     const std::string& text) {
    return app_.add_option(names, target, text)->type_name(std::move(kind))->group(section_);
  }
  // Takes one value each time: what follows it is no value of it.
  template <class T>
  CLI::Option* repeatable(const std::string& names, T& target, std::string kind,
                          const std::string& text) {
    return value(names, target, std::move(kind), text + "; repeatable")->allow_extra_args(false);
  }
  CLI::Option* flag(const std::string& names, bool& target, const std::string& text) {
    return app_.add_flag(names, target, text)->group(section_);
  }

 private:
  CLI::App& app_;
  std::string section_ = "Options";
};

// A command with its examples: lines "command  # what it does" for the end of its help.
CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& text,
                      const std::string& examples = "");
// What both programs have: help, its form, the version.
void set_up(CLI::App& app);

}  // namespace cardlint
