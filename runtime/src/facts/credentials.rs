//! Where the credentials of a system's programs come from.

/// Where the credential of one security scheme comes from, in this order: the environment variables, then the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialSource {
    /// The security scheme.
    pub scheme: &'static str,
    /// Environment variables; the first that is set and not empty has it.
    pub env: &'static [&'static str],
    /// Its key in the file of credentials ([`SdkFacts::credentials_file`](super::SdkFacts::credentials_file)).
    pub stored: Option<&'static str>,
}

impl CredentialSource {
    /// No scheme, and no place.
    pub const NEW: Self = Self { scheme: "", env: &[], stored: None };
}

/// A file in which programs of a system keep credentials for each other: one JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialsFile {
    /// Where it is; `~/` in front stands for the user's home.
    pub path: &'static str,
    /// Key of the base URL that the credentials are for.
    pub base_url: Option<&'static str>,
    /// Key of the time of the last change, in the form of RFC 3339.
    pub updated: Option<&'static str>,
}

impl CredentialsFile {
    /// No file.
    pub const NEW: Self = Self { path: "", base_url: None, updated: None };
}
