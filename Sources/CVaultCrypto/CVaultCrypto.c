#include "CVaultCrypto.h"
