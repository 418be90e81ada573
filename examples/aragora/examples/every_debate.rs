//! Every debate: goes through a list that comes in pages, item by item and page by page.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::debates::ListParams;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let finished = ListParams::new().status("completed").limit(2);
    let mut debates = client.debates().list_with(finished).items();
    while let Some(debate) = debates.next().await {
        writeln!(out, "{}", debate?.task)?;
    }

    let mut pages = client.debates().list().pages();
    if let Some(page) = pages.next().await {
        writeln!(out, "{} in all", page?.total.unwrap_or_default())?;
    }
    Ok(())
}
