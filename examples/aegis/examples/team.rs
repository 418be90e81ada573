//! The members of a team: calls for a tenant, which the client names or one call does.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::models::InviteMemberRequest;
use aegis_sdk::{Client, ClientSettings};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::url(), &std::env::var("AEGIS_TOKEN")?, &mut stdout()).await
}

pub(crate) async fn run(url: &str, token: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let team = "t-3fa85f64-5717-4562-b3fc-2c963f66afa6";
    let client = Client::builder(url).bearer(token).settings(ClientSettings::new().tenant_id(team)).build()?;
    for member in client.colony().list_members().await? {
        writeln!(out, "{} is {}", member.user_id, member.role)?;
    }
    let invitation = client.colony().invite_member(InviteMemberRequest::new("ada@example.com")).await?;
    writeln!(out, "invited until {}", invitation.expires_at.map(|it| it.to_string()).unwrap_or_default())?;

    let other = client.colony().get_subscription().header("X-Tenant-Id", "t-another").await?;
    writeln!(out, "another team has {}", other.tier)?;
    Ok(())
}
