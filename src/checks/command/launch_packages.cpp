// Which package or image a launch fetches. The options that take a value are those of npm 10, uv
// 0.5, pipx 1.7 and docker 27; an unknown option is taken for one without a value.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "checks/command/launch.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kNpmValued{"-c"sv,          "--call"sv,         "-w"sv,
                                "--workspace"sv, "--registry"sv,     "--cache"sv,
                                "--prefix"sv,    "--userconfig"sv,   "--node-options"sv,
                                "--loglevel"sv,  "--script-shell"sv, "--allow-build"sv};
constexpr std::array kUvValued{"-p"sv,
                               "--python"sv,
                               "-w"sv,
                               "--with"sv,
                               "--with-editable"sv,
                               "--with-requirements"sv,
                               "--index"sv,
                               "--default-index"sv,
                               "--index-url"sv,
                               "-i"sv,
                               "--extra-index-url"sv,
                               "--find-links"sv,
                               "-f"sv,
                               "--directory"sv,
                               "--project"sv,
                               "--env-file"sv,
                               "--refresh-package"sv,
                               "--upgrade-package"sv,
                               "-P"sv,
                               "--prerelease"sv,
                               "--resolution"sv,
                               "--cache-dir"sv,
                               "-c"sv,
                               "--constraints"sv,
                               "--overrides"sv,
                               "-b"sv,
                               "--build-constraints"sv,
                               "--exclude-newer"sv,
                               "--link-mode"sv,
                               "--index-strategy"sv,
                               "--keyring-provider"sv,
                               "--allow-insecure-host"sv,
                               "--config-file"sv,
                               "--config-setting"sv,
                               "--color"sv,
                               "--torch-backend"sv};
constexpr std::array kPipxValued{"--python"sv,       "--pip-args"sv, "-i"sv,       "--index-url"sv,
                                 "--fetch-python"sv, "--with"sv,     "--backend"sv};
// Options of docker run that take no value; of the others the next word is the value.
constexpr std::array kDockerFlags{"--rm"sv,
                                  "--interactive"sv,
                                  "--tty"sv,
                                  "--detach"sv,
                                  "--init"sv,
                                  "--privileged"sv,
                                  "--read-only"sv,
                                  "--publish-all"sv,
                                  "--no-healthcheck"sv,
                                  "--quiet"sv,
                                  "--sig-proxy"sv,
                                  "--disable-content-trust"sv,
                                  "--help"sv,
                                  "--replace"sv,
                                  "--oom-kill-disable"sv,
                                  "--use-api-socket"sv};
constexpr std::string_view kDockerShortFlags = "ditqP";

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_filled_in(std::string_view text) {
  return text.empty() || text.find_first_of("${<%") != std::string_view::npos;
}
bool is_path(std::string_view text) {
  return text.starts_with('.') || text.starts_with('/') || text.starts_with('~') ||
         text.starts_with("file:") || text.find('\\') != std::string_view::npos ||
         (text.size() > 2 && text[1] == ':' && text[2] == '/') || text.ends_with(".whl") ||
         text.ends_with(".tgz") || text.ends_with(".tar.gz") || text.ends_with(".js") ||
         text.ends_with(".py");
}

bool is_moving(std::string_view version) {
  return version.empty() || version == "latest" || version == "*";
}

// "name@version" of npm, with or without a scope.
bool is_pinned_npm(std::string_view spec) {
  const std::size_t at = spec.rfind('@');
  return at != std::string_view::npos && at > 0 && !is_moving(spec.substr(at + 1));
}
// Anything that names a commit, an address or another source than the registry.
bool is_npm_name(std::string_view spec) {
  const std::size_t slash = spec.find('/');
  return spec.find(':') == std::string_view::npos &&
         (spec.starts_with('@') || slash == std::string_view::npos);
}

// "name==1.2", "name[extra]>=1", "name@1.2"; git+https://…@tag.
bool is_pinned_python(std::string_view spec) {
  if (spec.find("://") != std::string_view::npos) {
    const std::size_t last = spec.rfind('/');
    return !spec.starts_with("git+") || spec.find('@', last) != std::string_view::npos;
  }
  if (spec.find_first_of("=<>~") != std::string_view::npos) return true;
  const std::size_t at = spec.find('@');
  return at != std::string_view::npos && !is_moving(trim(spec.substr(at + 1)));
}

bool is_pinned_image(std::string_view image) {
  if (image.find('@') != std::string_view::npos) return true;
  const std::size_t colon = image.rfind(':');
  const std::size_t slash = image.rfind('/');
  const bool has_tag =
      colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  return has_tag && !is_moving(image.substr(colon + 1));
}

using Packages = std::vector<FetchedPackage>;

void add(Packages& packages, const Word& word, std::string_view spec,
         bool (*is_pinned)(std::string_view)) {
  if (!is_filled_in(spec) && !is_path(spec)) packages.push_back({&word, spec, is_pinned(spec)});
}

// The first word that is no option, from `at` on; `source` options name packages and make that word
// a program inside them.
struct Front {
  Packages named;
  std::size_t word = 0;
  bool with_source = false;
};
template <class Valued>
Front read_options(std::span<const Word> words, std::size_t at, const Valued& valued,
                   std::initializer_list<std::string_view> sources,
                   bool (*is_pinned)(std::string_view)) {
  Front front;
  for (; at < words.size(); ++at) {
    const std::string_view text = words[at].text;
    if (!text.starts_with('-') || text == "-") break;
    if (text == "--") {
      ++at;
      break;
    }
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const bool is_source = contains(sources, name);
    const bool attached = equals != std::string_view::npos;
    if (is_source) {
      front.with_source = true;
      if (attached) {
        add(front.named, words[at], text.substr(equals + 1), is_pinned);
      } else if (at + 1 < words.size()) {
        add(front.named, words[at + 1], words[at + 1].text, is_pinned);
      }
    }
    if (!attached && (is_source || contains(valued, name))) ++at;
  }
  front.word = at;
  return front;
}

bool is_word(std::span<const Word> words, std::size_t at, std::string_view text) {
  return at < words.size() && words[at].text == text;
}

// The place behind "npx", "pnpm dlx", "npm exec", …; 0 when the launch is none of them.
std::size_t behind_npm_runner(std::span<const Word> words) {
  const std::string name = program_name(words[0].text);
  if (name == "npx" || name == "bunx" || name == "pnpx") return 1;
  const bool two = ((name == "pnpm" || name == "yarn") && is_word(words, 1, "dlx")) ||
                   (name == "npm" && (is_word(words, 1, "exec") || is_word(words, 1, "x"))) ||
                   (name == "bun" && is_word(words, 1, "x"));
  return two ? 2 : 0;
}

Packages npm_packages(std::span<const Word> words, std::size_t at) {
  const bool call = std::any_of(words.begin(), words.end(), [](const Word& word) {
    return word.text == "-c" || word.text == "--call";
  });
  Front front = read_options(words, at, kNpmValued, {"-p", "--package"}, is_pinned_npm);
  if (!front.with_source && !call && front.word < words.size())
    add(front.named, words[front.word], words[front.word].text, is_pinned_npm);
  std::erase_if(front.named, [](const FetchedPackage& p) { return !is_npm_name(p.name); });
  for (FetchedPackage& package : front.named) package.npm = true;
  return std::move(front.named);
}

Packages python_packages(std::span<const Word> words) {
  const std::string name = program_name(words[0].text);
  std::size_t at = 0;
  if (name == "uvx") at = 1;
  if (name == "uv") {
    const std::size_t tool = read_options(words, 1, kUvValued, {}, is_pinned_python).word;
    if (is_word(words, tool, "tool") && is_word(words, tool + 1, "run")) at = tool + 2;
  }
  const bool pipx = name == "pipx" && is_word(words, 1, "run");
  if (pipx) at = 2;
  if (at == 0) return {};
  Front front = pipx ? read_options(words, at, kPipxValued, {"--spec"}, is_pinned_python)
                     : read_options(words, at, kUvValued, {"--from"}, is_pinned_python);
  if (!front.with_source && front.word < words.size())
    add(front.named, words[front.word], words[front.word].text, is_pinned_python);
  return std::move(front.named);
}

// Whether the option takes the next word as its value.
bool takes_next(std::string_view option) {
  if (option.find('=') != std::string_view::npos) return false;
  if (option.starts_with("--")) return !contains(kDockerFlags, option);
  for (std::size_t i = 1; i < option.size(); ++i) {
    if (kDockerShortFlags.find(option[i]) == std::string_view::npos) return i + 1 == option.size();
  }
  return false;
}

Packages image_packages(std::span<const Word> words) {
  const std::string name = program_name(words[0].text);
  if (name != "docker" && name != "podman" && name != "nerdctl") return {};
  std::size_t at = 1;
  constexpr std::array kGlobal{"--context"sv, "-c"sv, "--host"sv,     "-H"sv,
                               "--config"sv,  "-l"sv, "--log-level"sv};
  for (; at < words.size() && words[at].text.starts_with('-'); ++at)
    at += contains(kGlobal, words[at].text) ? 1 : 0;
  if (is_word(words, at, "container")) ++at;
  if (!is_word(words, at, "run")) return {};
  for (++at; at < words.size() && words[at].text.starts_with('-'); ++at)
    at += takes_next(words[at].text) ? 1 : 0;
  Packages images;
  if (at < words.size()) add(images, words[at], words[at].text, is_pinned_image);
  return images;
}

}  // namespace

std::vector<FetchedPackage> fetched_packages(std::span<const Word> words) {
  words = without_wrappers(words);
  if (words.empty()) return {};
  if (const std::size_t at = behind_npm_runner(words)) return npm_packages(words, at);
  Packages packages = python_packages(words);
  return packages.empty() ? image_packages(words) : packages;
}

const Word* npx_that_asks(std::span<const Word> words) {
  words = without_wrappers(words);
  if (words.empty() || program_name(words[0].text) != "npx") return nullptr;
  const Front front = read_options(words, 1, kNpmValued, {"-p", "--package"}, is_pinned_npm);
  constexpr std::array kAnswers{"-y"sv,     "--yes"sv,     "--no"sv, "--no-install"sv,
                                "--help"sv, "--version"sv, "-v"sv,   "-h"sv};
  for (std::size_t i = 1; i < std::min(front.word, words.size()); ++i) {
    const std::string_view option = words[i].text;
    if (contains(kAnswers, option.substr(0, option.find('=')))) return nullptr;
    // Short flags in one word: -yq.
    if (option.size() > 2 && option[1] != '-' && option.find('y') < option.find('='))
      return nullptr;
  }
  const bool something =
      front.with_source || (front.word < words.size() && !is_path(words[front.word].text));
  return something ? &words[0] : nullptr;
}

}  // namespace cardlint::checks
