//! Requests that are signed over their body alone, as a system's settings say, and verified on the other side.
#![cfg(feature = "signing")]
#![allow(clippy::unwrap_used)]

use sdk_runtime::signing::{Delivery, Settings, Setup, Signing, VerifyError};
use sdk_runtime::testing::{Server, run};
use sdk_runtime::{Client, Method, Module, Sdk, facts::SdkFacts};

struct Hooks(Client);

static SETUP: Setup = Setup {
    settings: Settings {
        header: "X-Hook-Signature",
        prefix: "sha256=",
        timestamp: "",
        signed: "{body}",
        tolerance_seconds: 300,
    },
};

impl Sdk for Hooks {
    fn facts() -> &'static SdkFacts {
        &SdkFacts::NEW
    }

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

impl Module<Setup> for Hooks {
    fn setup() -> &'static Setup {
        &SETUP
    }

    fn core(&self) -> &Client {
        &self.0
    }
}

/// `printf '{"a":1}' | openssl dgst -sha256 -hmac sesame`
const SIGNED: &str = "sha256=8e6033a502f8c683d8d9a9cb5ac42d00fa5a4e9ab83cb4ce403eba9e11b0bc24";

#[test]
fn a_signature_without_a_time_stands_behind_its_prefix() {
    run(async {
        let server = Server::start().await.unwrap();
        let client: Client = Client::builder(server.url()).build().unwrap();
        let signer = Signing::<Hooks>::signer("sesame").unwrap();
        client.request(Method::Post, "/hooks").json(&serde_json::json!({"a": 1})).signed(signer).await.unwrap();
        let sent = server.exchanges().remove(0);
        assert_eq!(sent.header("x-hook-signature"), Some(SIGNED));
        let verifier = Signing::<Hooks>::verifier(["sesame"]).unwrap();
        assert!(verifier.verify(Delivery::new(&sent.headers, &sent.body)).is_ok());
        let tampered = verifier.verify(Delivery::new(&sent.headers, b"{\"a\":2}")).unwrap_err();
        assert_eq!(tampered, VerifyError::BadSignature);
    });
}

#[test]
fn a_signature_is_not_printed() {
    let signer = Signing::<Hooks>::signer("sesame").unwrap();
    assert!(!format!("{signer:?} {SETUP:?}").contains("sesame"));
}
