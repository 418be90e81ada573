//! Organizations: who belongs to yours, an invitation, and the organization that calls count for.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::{InviteMemberRequest, OrganizationRole, SwitchOrganizationRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let memberships = client.organizations().list_user_organizations().await?;
    let Some(membership) = memberships.into_iter().next() else {
        return Ok(writeln!(out, "You belong to no organization.")?);
    };
    let org_id = membership.org_id;

    let organization = client.organizations().get(&org_id).await?;
    writeln!(out, "{} has {} members", organization.name, organization.member_count.unwrap_or_default())?;
    for member in client.organizations().list_members(&org_id).await?.members {
        writeln!(out, "- {}", member.email)?;
    }

    let invitation = InviteMemberRequest::new("user@acme.com").role(OrganizationRole::Member);
    let invited = client.organizations().invite_member(&org_id, invitation).await?;
    writeln!(out, "{}", invited.message.unwrap_or_default())?;

    let now = client.organizations().switch_organization(SwitchOrganizationRequest::new(&org_id)).await?;
    writeln!(out, "Calls count for {}.", now.name)?;
    Ok(())
}
