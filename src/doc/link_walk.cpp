#include "doc/link_walk.h"

#include <fmt/format.h>

namespace cardlint {
namespace {

constexpr int kMostLinks = 40;              // as Linux has it
constexpr std::size_t kMostSteps = 10'000;  // a path of 4096 bytes has 2048
constexpr std::size_t kMostFolders = 256;   // within each other: each look goes through all of them

class Walk {
 public:
  Walk(std::string_view path, const LookAt& look) : look_(look) { put(path, false); }

  PathEnd run() {
    while (!ahead_.empty()) {
      if (++steps_ > kMostSteps || folders_.size() > kMostFolders) {
        stop(PathEnd::Type::Other);
        return end_;
      }
      const Step step = std::move(ahead_.back());
      ahead_.pop_back();
      if (step.name == "..") {
        if (folders_.empty()) {
          stop(PathEnd::Type::Outside);
          return end_;
        }
        folders_.pop_back();
        type_ = LinkedEntry::Type::Folder;
      } else if (!enter(step)) {
        return end_;
      }
    }
    stop(type_ == LinkedEntry::Type::File     ? PathEnd::Type::File
         : type_ == LinkedEntry::Type::Folder ? PathEnd::Type::Folder
                                              : PathEnd::Type::Other);
    return end_;
  }

 private:
  struct Step {
    std::string name;
    bool of_link;  // the target of a link said so, not the path
  };

  // The parts of `path` become the next steps.
  void put(std::string_view path, bool of_link) {
    while (!path.empty()) {
      const std::size_t slash = path.rfind('/');
      const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
      const std::string_view part = path.substr(begin);
      if (!part.empty() && part != ".") ahead_.push_back({std::string(part), of_link});
      path = path.substr(0, begin == 0 ? 0 : slash);
    }
  }

  // Always false: the walk does not go on.
  bool stop(PathEnd::Type type) {
    end_.type = type;
    for (const std::string& folder : folders_) {
      if (!end_.path.empty()) end_.path += '/';
      end_.path += folder;
    }
    return false;
  }

  bool enter(const Step& step) {
    LinkedEntry entry = look_(folders_, step.name);
    if (type_ != LinkedEntry::Type::Folder) entry.type = LinkedEntry::Type::Missing;
    switch (entry.type) {
      case LinkedEntry::Type::Missing:
        return stop(step.of_link ? PathEnd::Type::Dangling : PathEnd::Type::Missing);
      case LinkedEntry::Type::Submodule:
        folders_.push_back(step.name);
        return stop(PathEnd::Type::Submodule);
      case LinkedEntry::Type::Link:
        end_.link =
            fmt::format("{}{}{}", fmt::join(folders_, "/"), folders_.empty() ? "" : "/", step.name);
        end_.target = entry.target;
        if (++links_ > kMostLinks || entry.target.empty()) return stop(PathEnd::Type::Loop);
        if (entry.target.starts_with('/')) return stop(PathEnd::Type::Absolute);
        put(entry.target, true);
        return true;
      default:
        folders_.push_back(step.name);
        type_ = entry.type;
        return true;
    }
  }

  const LookAt& look_;
  std::vector<Step> ahead_;  // the next one last
  std::vector<std::string> folders_;
  LinkedEntry::Type type_ = LinkedEntry::Type::Folder;  // of the last of them
  int links_ = 0;
  std::size_t steps_ = 0;
  PathEnd end_;
};

}  // namespace

PathEnd follow_links(std::string_view path, const LookAt& look) {
  return Walk(path, look).run();
}

}  // namespace cardlint
