#include "base/clean.h"

#include "doc/tree.h"
