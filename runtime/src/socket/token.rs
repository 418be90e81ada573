//! The token of a handshake.

use std::time::{Duration, SystemTime};

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use crate::error::{Error, ErrorKind};

/// A token, or what one is made of at each handshake.
#[derive(Clone)]
pub(super) enum Token {
    /// As it is.
    Plain(SecretString),
    /// Made anew with this secret, good for so long.
    Signed(SecretString, Duration),
}

impl Token {
    /// What is sent.
    pub(super) fn text(&self, scope: &str) -> Result<SecretString, Error> {
        match self {
            Self::Plain(text) => Ok(text.clone()),
            Self::Signed(secret, lifetime) => signed(secret, scope, expiry(*lifetime)),
        }
    }
}

fn expiry(lifetime: Duration) -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    now.saturating_add(lifetime).as_secs()
}

/// `SCOPE:EXPIRY:SIGNATURE`; the signature is the hexadecimal HMAC-SHA-256 of what stands before it.
fn signed(secret: &SecretString, scope: &str, expires: u64) -> Result<SecretString, Error> {
    let payload = format!("{scope}:{expires}");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .map_err(|_| Error::new(ErrorKind::Config, "no token can be signed with this secret"))?;
    mac.update(payload.as_bytes());
    let mut text = payload;
    text.push(':');
    for byte in mac.finalize().into_bytes() {
        text.extend([byte >> 4, byte & 15].map(|it| char::from_digit(u32::from(it), 16).unwrap_or('0')));
    }
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_signed_as_an_independent_implementation_signs_it() {
        // python3 -c "import hmac; print(hmac.new(b'secret', b':1800000000', 'sha256').hexdigest())"
        let token = signed(&"secret".into(), "", 1_800_000_000).unwrap();
        assert_eq!(
            token.expose_secret(),
            ":1800000000:954c7922abcbca1707946ae04b61f835c86fe6d5df8567f5c9b29fa3bde32892"
        );
    }

    #[test]
    fn a_signed_token_is_new_at_each_handshake_and_names_its_end() {
        let token = Token::Signed("secret".into(), Duration::from_secs(60)).text("loop").unwrap();
        let parts: Vec<&str> = token.expose_secret().split(':').collect();
        assert_eq!((parts.len(), parts[0], parts[2].len()), (3, "loop", 64));
        assert!(parts[1].parse::<u64>().unwrap() >= expiry(Duration::from_secs(50)));
    }
}
