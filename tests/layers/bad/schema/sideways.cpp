#include "rules/rule.h"
#include <valijson/validator.hpp>
#include <re2/re2.h>
