#include <fmt/format.h>

void prints() { fmt::print("prints\n"); }
