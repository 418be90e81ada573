//! Plans, checkout and invoices; an installation without billing says so with a code.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::models::{CheckoutRequest, PortalRequest};
use aegis_sdk::{Client, ErrorCode};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let billing = client.billing();
    let prices = match billing.list_prices().await {
        Ok(prices) => prices,
        Err(error) if ErrorCode::of(&error) == Some(ErrorCode::BillingNotConfigured) => {
            writeln!(out, "This installation has no billing.")?;
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    for plan in prices.tiers {
        writeln!(out, "{}: {:?}", plan.tier, plan.monthly.map(|it| it.amount))?;
    }

    let order = CheckoutRequest::new("price_xxx", "https://app.example.com/paid", "https://app.example.com/plans");
    let checkout = billing.create_checkout_session(order.seat_price_id("price_seat_xxx").seats(5)).await?;
    writeln!(out, "pay at {}", checkout.url)?;
    let portal = billing.create_portal_session(PortalRequest::new("https://app.example.com/settings")).await?;
    writeln!(out, "manage at {}", portal.url)?;

    let subscription = billing.get_subscription_billing().await?;
    writeln!(out, "{} is {}", subscription.tier, subscription.status.unwrap_or_default())?;
    for invoice in billing.get_invoices().await? {
        let (due, status) = (invoice.amount_due.unwrap_or_default(), invoice.status.unwrap_or_default());
        writeln!(out, "{}: {due}, {status}", invoice.id)?;
    }
    Ok(())
}
