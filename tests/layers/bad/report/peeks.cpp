#include "doc/kind.h"
#include "doc/tree.h"
#include <yaml-cpp/yaml.h>
#include <iostream>
