#include <iostream>
#include <fstream>
  #  include <fcntl.h>
