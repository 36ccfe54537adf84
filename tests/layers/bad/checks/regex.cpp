#include <regex>
#include <re2/re2.h>
