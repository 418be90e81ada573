//! Leads whole lives on a real server: of a debate, a gauntlet, a batch, an organization, of what stands around them, and
//! of both live streams.
//!
//! `cargo xtask conformance aragora` runs this before it sends everything that reads. The environment variable
//! `SDK_TRIAL` names the file that describes the server; what came about (identifiers of debates, runs, …) is printed
//! as JSON, so that there is something to read.

use std::collections::BTreeMap;
use std::io::{Write as _, stdout};
use std::time::Duration;

use aragora_sdk::client_messages::Ping;
use aragora_sdk::models::{
    BatchAgents, BatchDebateItem, BatchSubmitRequest, ComplianceCheckRequest, CreatePolicyRequest, Debate,
    DebateCreateRequest, DebateForkRequest, DebateStatus, DecisionStartRequest, ExplainabilityBatchRequest,
    GauntletInputType, GauntletProfile, GauntletRunRequest, GraphDebateCreateRequest, InviteMemberRequest,
    MatrixDebateCreateRequest, MatrixScenario, OrganizationUpdateRequest, SwitchOrganizationRequest,
    VerifyClaimRequest,
};
use aragora_sdk::{Client, Error, Json, control_plane, debate_stream, events};
use sdk_runtime::testing::{Failure, Trial};

/// Time between two looks at something that is on its way, and how many there are.
const PAUSE: Duration = Duration::from_millis(250);
const LOOKS: usize = 120;
/// Longest wait for something live.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let trial = Trial::from_env()?.ok_or("SDK_TRIAL names no server")?;
    let mut lives = Lives { client: trial.client()?, trial, found: BTreeMap::new() };
    lives.debate().await?;
    lives.debate_stream().await?;
    lives.control_plane_stream().await?;
    lives.other_debates().await?;
    lives.gauntlet().await?;
    lives.batch().await?;
    lives.organization().await?;
    lives.policy().await?;
    lives.explanations().await?;
    Ok(writeln!(stdout(), "{}", Json::from_iter(lives.found))?)
}

struct Lives {
    client: Client,
    trial: Trial,
    /// Path parameters of the specification, with something that exists.
    found: BTreeMap<String, String>,
}

impl Lives {
    fn found(&mut self, parameter: &str, value: impl Into<String>) {
        self.found.insert(parameter.to_owned(), value.into());
    }

    /// Holds a debate and reads everything that is left of it.
    async fn debate(&mut self) -> Result<(), Failure> {
        let (trial, debates) = (self.trial.clone(), self.client.debates());
        let question = || {
            let question = DebateCreateRequest::new("Should our team adopt a token bucket for its rate limits?");
            question.agents(["demo", "demo", "demo"]).rounds(2).context("Five engineers, one service.")
        };
        let Some(created) = trial.judge(debates.create(question())).await? else { return Ok(()) };
        let Some(debate) = self.ended(&created.debate_id).await? else { return Err("the debate did not end".into()) };
        if debate.status != DebateStatus::Completed {
            return Err(format!("the debate is {}", debate.status).into());
        }
        let id = debate.debate_id;
        for format in ["json", "csv", "md", "html"] {
            trial.judge(debates.export(&id, format)).await?;
        }
        trial.judge(debates.fork(&id, DebateForkRequest::new().branch_point(1))).await?;
        trial.judge(debates.list()).await?;
        if let Some(other) = trial.judge(debates.create(question())).await? {
            self.ended(&other.debate_id).await?;
            trial.judge(debates.cancel(&other.debate_id)).await?;
            trial.judge(debates.delete(&other.debate_id)).await?;
        }
        self.found("debate_id", &id);
        self.found("id", id);
        Ok(())
    }

    /// Looks at a debate until it has ended.
    async fn ended(&self, id: &str) -> Result<Option<Debate>, Failure> {
        for _ in 0..LOOKS {
            let debate = self.client.debates().get(id);
            match self.trial.judge(debate).await? {
                Some(debate) if [DebateStatus::Completed, DebateStatus::Failed].contains(&debate.status) => {
                    return Ok(Some(debate));
                }
                _ => tokio::time::sleep(PAUSE).await,
            }
        }
        Ok(None)
    }

    /// Follows a debate from its first event to its last; every message has to be one that the types know.
    async fn debate_stream(&self) -> Result<(), Failure> {
        let question = DebateCreateRequest::new("Should it be followed live?").agents(["demo", "demo"]).rounds(2);
        let Some(debate) = self.trial.judge(self.client.debates().create(question)).await? else { return Ok(()) };
        let stream = self.client.debate_stream().subscribe(debate.debate_id).replay_after(0);
        let followed = async {
            let mut stream = stream.connect().await.map_err(|it| it.to_string())?;
            while let Some(message) = stream.next().await {
                let message = message.map_err(|it| it.to_string())?;
                let known = match &message {
                    debate_stream::Message::Events(it) => it.kind().is_some(),
                    debate_stream::Message::Control(it) => it.kind().is_some(),
                    _ => false,
                };
                match message {
                    message if !known => return Err(format!("`{}` is not known", message.name())),
                    debate_stream::Message::Events(it) if it.kind() == Some(events::EventKind::DebateEnd) => {
                        return Ok(());
                    }
                    _ => {}
                }
            }
            Err("the stream ended before the debate".to_owned())
        };
        let followed =
            tokio::time::timeout(PATIENCE, followed).await.unwrap_or_else(|_| Err("no end in time".to_owned()));
        self.trial.note("debate_stream", "/ws", followed)
    }

    /// Is greeted by the control plane, and pings it.
    async fn control_plane_stream(&self) -> Result<(), Failure> {
        let stream = self.client.control_plane_stream();
        let watched = async {
            let mut stream = stream.connect().await?;
            stream.once(control_plane::EventKind::Connected, PATIENCE).await?;
            stream.send(Ping::new()).await?;
            stream.once(control_plane::EventKind::Pong, PATIENCE).await
        };
        let watched = watched.await.map(drop).map_err(|it: Error| it.to_string());
        self.trial.note("control_plane_stream", "/api/control-plane/stream", watched)
    }

    async fn other_debates(&mut self) -> Result<(), Failure> {
        let (trial, client) = (self.trial.clone(), self.client.clone());
        let graph = GraphDebateCreateRequest::new("Monolith or services?", ["demo", "demo"]).max_rounds(1);
        if let Some(graph) = trial.judge(client.graph_debates().create(graph)).await? {
            self.found("graph_debates.get.debate_id", graph.debate_id);
        }
        let scenarios = [MatrixScenario::new("small team").is_baseline(true), MatrixScenario::new("large team")];
        let matrix = MatrixDebateCreateRequest::new("Monolith or services?", scenarios).agents(["demo", "demo"]);
        if let Some(matrix) = trial.judge(client.matrix_debates().create(matrix.max_rounds(1))).await? {
            self.found("matrix_id", matrix.matrix_id);
        }
        let decision = DecisionStartRequest::new("Should we write it in Rust?").agents(["demo", "demo"]).rounds(1);
        if let Some(id) = trial.judge(client.decisions().start(decision)).await?.and_then(|it| it.id) {
            self.found("decisions.get.debate_id", id);
        }
        Ok(())
    }

    /// Runs a gauntlet, looks for its result, and reads receipt and heat map.
    async fn gauntlet(&mut self) -> Result<(), Failure> {
        let (trial, gauntlet) = (self.trial.clone(), self.client.gauntlet());
        let text = GauntletRunRequest::new("We collect addresses and keep them for ever.");
        let run = text.input_type(GauntletInputType::Text).profile(GauntletProfile::Quick).agents(["demo", "demo"]);
        let Some(run) = trial.judge(gauntlet.run(run)).await? else { return Ok(()) };
        trial.judge(gauntlet.get(&run.gauntlet_id)).await?;
        self.found("gauntlet_id", run.gauntlet_id);
        for _ in 0..LOOKS / 4 {
            let results = trial.judge(gauntlet.list_results()).await?;
            // Where a durable queue holds the runs, the result stands under an identifier of its own.
            if let Some(result) = results.and_then(|it| it.results.into_iter().next()) {
                self.found("gauntlet_id", result.gauntlet_id);
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    async fn batch(&mut self) -> Result<(), Failure> {
        let (trial, batch) = (self.trial.clone(), self.client.batch());
        let item = |question: &str| {
            BatchDebateItem::new(question).agents(BatchAgents::List(vec!["demo".into(), "demo".into()])).rounds(1)
        };
        let batches = BatchSubmitRequest::new([item("Tabs or spaces?"), item("Merge or rebase?")]);
        if let Some(submitted) = trial.judge(batch.submit_debates(batches)).await? {
            trial.judge(batch.get_status(&submitted.batch_id)).await?;
            self.found("batch_id", submitted.batch_id);
        }
        trial.judge(batch.list()).await?;
        Ok(())
    }

    async fn organization(&mut self) -> Result<(), Failure> {
        let (trial, organizations) = (self.trial.clone(), self.client.organizations());
        let mine = trial.judge(organizations.list_user_organizations()).await?;
        let Some(id) = mine.and_then(|it| it.into_iter().next()).map(|it| it.org_id) else { return Ok(()) };
        trial.judge(organizations.get(&id)).await?;
        trial.judge(organizations.update(&id, OrganizationUpdateRequest::new().name("Acme Works"))).await?;
        trial.judge(organizations.list_members(&id)).await?;
        trial.judge(organizations.invite_member(&id, InviteMemberRequest::new("colleague@example.com"))).await?;
        trial.judge(organizations.list_invitations(&id)).await?;
        trial.judge(organizations.switch_organization(SwitchOrganizationRequest::new(&id))).await?;
        self.found("org_id", id);
        Ok(())
    }

    async fn policy(&mut self) -> Result<(), Failure> {
        let (trial, policies) = (self.trial.clone(), self.client.policies());
        let policy = CreatePolicyRequest::new("No names in logs", "gdpr", "general");
        if let Some(created) = trial.judge(policies.create(policy.description("Logs hold no names."))).await? {
            self.found("policy_id", created.policy.id);
        }
        trial.judge(policies.check(ComplianceCheckRequest::new("We log the names of users."))).await?;
        let claim = VerifyClaimRequest::new("All primes above two are odd");
        trial.judge(self.client.verification().verify(claim)).await?;
        Ok(())
    }

    async fn explanations(&mut self) -> Result<(), Failure> {
        let Some(id) = self.found.get("debate_id").cloned() else { return Ok(()) };
        let (trial, explainability) = (self.trial.clone(), self.client.explainability());
        let batch = explainability.create_batch(ExplainabilityBatchRequest::new([id]));
        if let Some(batch) = trial.judge(batch).await? {
            let id = batch.batch_id;
            trial.judge(explainability.get_batch_status(&id)).await?;
            trial.judge(explainability.get_batch_results(&id)).await?;
            self.found("explainability.get_batch_status.batch_id", &id);
            self.found("explainability.get_batch_results.batch_id", id);
        }
        Ok(())
    }
}
