/* Included before everything where the compiler is Microsoft's: it has no attributes of this form. */
#define __attribute__(attributes)
