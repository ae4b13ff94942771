#ifndef MODEL_CONTROL_CODE_VALUES_H
#define MODEL_CONTROL_CODE_VALUES_H
/* The number behind every control code's name (control_codes.h says what is known of each), for
 * callers that know which code they mean. */
enum control_code_value {
#define CODE(name, object, global, modify, user, type, function, access, for_type, server, status, \
             value)                                                                                \
  name = value,
#define NUMBERLESS(name, status)
#include "model/control_codes.def"
#undef CODE
#undef NUMBERLESS
};

#endif
