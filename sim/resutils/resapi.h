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
/* With the values of the environment for its %NAMES%; what names no variable stays. */
DWORD WINAPI ResUtilFindExpandedSzProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                           LPCWSTR pszPropertyName, LPWSTR *pszPropertyValue);
DWORD WINAPI ResUtilFindMultiSzProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                        LPCWSTR pszPropertyName, LPWSTR *pszPropertyValue,
                                        LPDWORD pcbPropertyValueSize);
DWORD WINAPI ResUtilFindBinaryProperty(LPVOID pPropertyList, DWORD cbPropertyListSize,
                                       LPCWSTR pszPropertyName, BYTE **pbPropertyValue,
                                       LPDWORD pcbPropertyValueSize);

/* clusapi.h: CLUSTER_PROPERTY_FORMAT. */
enum {
  CLUSPROP_FORMAT_UNKNOWN = 0,
  CLUSPROP_FORMAT_BINARY = 1,
  CLUSPROP_FORMAT_DWORD = 2,
  CLUSPROP_FORMAT_SZ = 3,
  CLUSPROP_FORMAT_EXPAND_SZ = 4,
  CLUSPROP_FORMAT_MULTI_SZ = 5,
  CLUSPROP_FORMAT_ULARGE_INTEGER = 6,
  CLUSPROP_FORMAT_LONG = 7,
  CLUSPROP_FORMAT_EXPANDED_SZ = 8,
  CLUSPROP_FORMAT_SECURITY_DESCRIPTOR = 9,
  CLUSPROP_FORMAT_LARGE_INTEGER = 10,
  CLUSPROP_FORMAT_WORD = 11,
  CLUSPROP_FORMAT_FILETIME = 12
};

/* A row of a property table, which ends with a row without a name.  Minimum and Maximum are of
 * numbers of 32 bits; Offset is where the value stands in a parameter block. */
#define RESUTIL_PROPITEM_READ_ONLY 0x1u
#define RESUTIL_PROPITEM_REQUIRED  0x2u
#define RESUTIL_PROPITEM_SIGNED    0x4u
#define RESUTIL_PROPITEM_IN_MEMORY 0x8u
typedef struct RESUTIL_PROPERTY_ITEM {
  LPWSTR Name;
  LPWSTR KeyName;
  DWORD Format;
  union {
    DWORD_PTR DefaultPtr;
    DWORD Default;
    LPVOID lpDefault;
  };
  DWORD Minimum;
  DWORD Maximum;
  DWORD Flags;
  DWORD Offset;
} RESUTIL_PROPERTY_ITEM, *PRESUTIL_PROPERTY_ITEM;

/* The names of a table, each with a NUL, and one more behind the last: 234 and the size needed
 * where they do not fit, 160 for a NULL (sdk-api resutilenumproperties). */
DWORD WINAPI ResUtilEnumProperties(const RESUTIL_PROPERTY_ITEM *pPropertyTable,
                                   LPWSTR pszOutProperties, DWORD cbOutPropertiesSize,
                                   LPDWORD pcbBytesReturned, LPDWORD pcbRequired);

/* Whether a list fits a table: 87 where a property is unknown and that is not allowed, is
 * read-only, has another format or is out of range; 13 and 122 where it is no list.  With a
 * parameter block its values go there, texts and bytes as copies for LocalFree(), behind a MULTI_SZ
 * and bytes their size (sdk-api resutilverifypropertytable). */
DWORD WINAPI ResUtilVerifyPropertyTable(const RESUTIL_PROPERTY_ITEM *pPropertyTable, PVOID Reserved,
                                        BOOL bAllowUnknownProperties, LPVOID pInPropertyList,
                                        DWORD cbInPropertyListSize, LPBYTE pOutParams);

/* Whether it is a property list at all: 0 or 13. */
DWORD WINAPI ResUtilVerifyPrivatePropertyList(LPVOID pInPropertyList, DWORD cbInPropertyListSize);

#ifdef __cplusplus
}
#endif

#endif
