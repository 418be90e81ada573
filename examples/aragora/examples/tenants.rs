//! Tenants: sets one up, looks at what it uses and raises a quota.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::{CreateTenantRequest, TenantQuota, TenantTier};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let before = client.tenants().list().await?;
    writeln!(out, "{} tenants", before.total.unwrap_or_default())?;

    let request = CreateTenantRequest::new("Acme Corp", "acme").tier(TenantTier::Enterprise);
    let tenant = client.tenants().create(request).await?;
    let id = tenant.id.ok_or("the server made a tenant without an identifier")?;

    let usage = client.tenants().get_usage(&id).await?;
    writeln!(out, "{} debates this month", usage.debates_this_month.unwrap_or_default())?;

    let quotas = client.tenants().update_quotas(&id, TenantQuota::new().debates_per_month(5000)).await?;
    writeln!(out, "{} debates allowed", quotas.debates_per_month.unwrap_or_default())?;
    Ok(())
}
