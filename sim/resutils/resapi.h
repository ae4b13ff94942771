#ifndef SIM_RESUTILS_RESAPI_H
#define SIM_RESUTILS_RESAPI_H
/* The resource utilities that programs beside resource DLLs use: values found in property lists
 * (learn.microsoft.com, sdk-api, resapi.h).  Sizes are in bytes; what is found is a copy, and texts
 * and bytes are the caller's to free with LocalFree().
 *
 * The answers: 0; 2 where the list has no such property (case does not matter); 13 where it is no
 * property list, or the property has another format; 8 when memory is short; 87 for a NULL that may
 * not be one.  An output that may be NULL is not wanted. */
#include "sim/clusapi/win32_types.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef _WIN32
typedef struct _FILETIME {
  DWORD dwLowDateTime, dwHighDateTime;
} FILETIME;
typedef uint64_t ULONGLONG;
/* winbase.h: frees what a function here gave; NULL. */
HANDLE WINAPI LocalFree(HANDLE hMem);
#endif

DWORD WINAPI ResUtilFindDwordProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                      LPCWSTR pszPropertyName, LPDWORD pdwPropertyValue);
DWORD WINAPI ResUtilFindLongProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                     LPCWSTR pszPropertyName, LONG *plPropertyValue);
DWORD WINAPI ResUtilFindULargeIntegerProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                              LPCWSTR pszPropertyName, ULONGLONG *plPropertyValue);
DWORD WINAPI ResUtilFindFileTimeProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                         LPCWSTR pszPropertyName, FILETIME *pftPropertyValue);
DWORD WINAPI ResUtilFindSzProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                   LPCWSTR pszPropertyName, LPWSTR *pszPropertyValue);
/* As it stands, with its %NAMES%. */
DWORD WINAPI ResUtilFindExpandSzProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                         LPCWSTR pszPropertyName, LPWSTR *pszPropertyValue);
DWORD WINAPI ResUtilFindMultiSzProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                        LPCWSTR pszPropertyName, LPWSTR *pszPropertyValue,
                                        LPDWORD pcbPropertyValueSize);
DWORD WINAPI ResUtilFindBinaryProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                       LPCWSTR pszPropertyName, BYTE **pbPropertyValue,
                                       LPDWORD pcbPropertyValueSize);

/* Whether it is a property list at all: 0 or 13. */
DWORD WINAPI ResUtilVerifyPrivatePropertyList(LPVOID pInPropertyList, DWORD cbInPropertyListSize);

#ifdef __cplusplus
}
#endif

#endif
