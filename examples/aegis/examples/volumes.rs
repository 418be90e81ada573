//! Makes a volume, puts a file into it and takes it out again.

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::Client;
use aegis_sdk::models::{CreateVolumeRequest, MovePathRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aegis_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let volumes = client.volumes();
    let volume = volumes.create_volume(CreateVolumeRequest::new("my-dataset", 1 << 30)).await?;
    writeln!(out, "{}", volume.id)?;

    let stored = volumes.upload_file_as_bytes(&volume.id, "/reports/q3.csv", "a;b\n1;2\n").await?;
    writeln!(out, "{} has {} bytes", stored.name, stored.size)?;
    volumes.move_path(&volume.id, MovePathRequest::new("/reports/q3.csv", "/archive/q3.csv")).await?;
    for entry in volumes.list_files(&volume.id, "/archive").await? {
        writeln!(out, "/archive/{}", entry.name)?;
    }
    let text = volumes.download_file(&volume.id, "/archive/q3.csv").await?;
    write!(out, "{}", String::from_utf8_lossy(&text))?;
    Ok(())
}
