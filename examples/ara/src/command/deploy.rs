//! `ara deploy`.

use std::process::ExitCode;

use ara_sdk::deploy::{Deploy, Deployed, Plan};
use ara_sdk::runtime::data::Secret;
use serde_json::{Value, json};

use super::Outcome;
use crate::args::{self, Common};
use crate::client::{self, Needs};
use crate::failure::{Failure, Kind};
use crate::manifest;
use crate::screen::Screen;

pub(super) async fn run(common: &Common, args: args::Deploy, screen: &Screen) -> Outcome {
    let manifest = manifest::read(&args.manifest)?;
    let secrets = args.secret.iter().map(|it| secret(it)).collect::<Result<Vec<_>, Failure>>()?;
    let client = client::client(common)?;
    client::check(&client, Needs::Control)?;
    let mut deploy = client.deployments().deploy(&manifest).requests_per_minute(args.requests_per_minute);
    for (name, values) in secrets {
        deploy = deploy.secret(name, values);
    }
    if let Some(name) = args.key_name {
        deploy = deploy.key_name(name);
    }
    if args.no_activate {
        deploy = deploy.without_activation();
    }
    if args.keep_secrets {
        deploy = deploy.keep_secrets();
    }
    if args.dry_run {
        planned(&deploy.dry_run().await?, screen)?;
        return Ok(ExitCode::SUCCESS);
    }
    let slug = manifest::slug(&manifest);
    screen.progress(&format!("deploying {slug} to {}", client.core().base_url()));
    now(deploy, screen).await
}

async fn now(deploy: Deploy, screen: &Screen) -> Outcome {
    let told = *screen;
    let outcome = deploy.on_step(move |step| told.did(&step.to_string())).await;
    match outcome {
        Ok(deployed) => {
            done(&deployed, screen)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            // It is shown nowhere else.
            if let Some(key) = error.runtime_key() {
                screen.rows(&json!({"runtime_key": key.expose()}), &[("runtime key", key.expose().to_owned())])?;
            }
            Err(error.into())
        }
    }
}

fn done(deployed: &Deployed, screen: &Screen) -> Result<(), Failure> {
    for name in &deployed.secrets.missing {
        screen.warning(&format!("the manifest refers to the secret `{name}`, which has no values"));
    }
    let result = json!({
        "app_id": deployed.app_id,
        "created": deployed.created,
        "activated": deployed.activated,
        "runtime_key": deployed.runtime_key.expose(),
        "secrets": {
            "stored": deployed.secrets.stored,
            "removed": deployed.secrets.removed,
            "missing": deployed.secrets.missing,
        },
    });
    let rows = [("app", deployed.app_id.clone()), ("runtime key", deployed.runtime_key.expose().to_owned())];
    screen.rows(&result, &rows).map_err(|it| it.help("the new key is lost; deploying again makes another"))?;
    screen.progress("the key is not shown again; keep it as ARA_RUNTIME_KEY");
    Ok(())
}

fn planned(plan: &Plan, screen: &Screen) -> Result<(), Failure> {
    let does = match &plan.app_id {
        Some(id) => format!("update {id}"),
        None => format!("create {}", plan.slug),
    };
    let names = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let result: Value = json!({
        "dry_run": true,
        "app_id": plan.app_id,
        "slug": plan.slug,
        "requests_per_minute": plan.requests_per_minute,
        "activates": plan.activates,
        "secrets": {"store": plan.stores, "remove": plan.removes, "missing": plan.missing},
    });
    let rows = [
        ("would", does),
        ("runtime key", format!("a new one, {} requests a minute", plan.requests_per_minute)),
        ("secrets to store", names(&plan.stores)),
        ("secrets to remove", names(&plan.removes)),
        ("secrets without values", names(&plan.missing)),
        ("activate", if plan.activates { "yes" } else { "no" }.to_owned()),
    ];
    screen.rows(&result, &rows)
}

/// A secret, its values taken from environment variables: `openai=OPENAI_API_KEY`.
fn secret(given: &str) -> Result<(String, Vec<(String, Secret)>), Failure> {
    let wrong = || Failure::usage("`--secret` wants a name and environment variables: `openai=OPENAI_API_KEY`");
    let (name, variables) = given.split_once('=').ok_or_else(wrong)?;
    let value = |variable: &str| match std::env::var(variable) {
        Ok(value) if !value.is_empty() => Ok((variable.to_owned(), Secret::from(value))),
        _ if variable.is_empty() => Err(wrong()),
        _ => Err(Failure::new(Kind::Usage, format!("the environment variable `{variable}` is not set"))
            .help("`--secret` takes names of variables, never a value")),
    };
    let values = variables.split(',').map(|it| value(it.trim())).collect::<Result<Vec<_>, Failure>>()?;
    Ok((name.to_owned(), values))
}
