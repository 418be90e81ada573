//! Batches: queues several debates at once and follows them.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::batch::ListParams;
use aragora_sdk::models::{BatchDebateItem, BatchState, BatchSubmitRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let debates = [
        BatchDebateItem::new("Evaluate rate limiting options").agents("openai-api,anthropic-api"),
        BatchDebateItem::new("Design a cache invalidation strategy").rounds(2),
    ];
    let request = BatchSubmitRequest::new(debates).webhook_url("https://example.com/webhooks/batch");
    let batch = client.batch().submit_debates(request).await?;

    let processing = ListParams::new().status(BatchState::Processing).limit(25);
    for it in client.batch().list_with(processing).await?.batches {
        let (failed, total) = (it.failed.unwrap_or_default(), it.total_items.unwrap_or_default());
        writeln!(out, "{}: {failed} of {total} failed", it.batch_id)?;
    }

    let status = client.batch().get_status(&batch.batch_id).await?;
    writeln!(out, "{} is {}", batch.batch_id, status.status)?;
    Ok(())
}
