//! Small programs that use the generated SDKs.
