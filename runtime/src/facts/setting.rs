//! What a system wants to be told beside a server and credentials.

/// A setting of clients. What it is for: a header of every request, or the token endpoint
/// ([`OAuth::token_url`](super::OAuth::token_url)), where its name stands in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Environment variable that [`ClientBuilder::from_env`](crate::ClientBuilder::from_env) reads.
    pub env: Option<&'static str>,
    /// Header that is sent with every request.
    pub header: Option<&'static str>,
}

impl Setting {
    /// No name, and no place.
    pub const NEW: Self = Self { name: "", env: None, header: None };
}
