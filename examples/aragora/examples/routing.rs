//! Routing: which agents suit a task, and a rule that acts on decisions.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::Client;
use aragora_sdk::models::{
    AutoRouteRequest, CreateRoutingRuleRequest, DetectDomainRequest, RuleAction, RuleActionType, RuleCondition,
    RuleOperator, SelectTeamRequest,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&aragora_examples::client()?, &mut stdout()).await
}

pub(crate) async fn run(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let task =
        SelectTeamRequest::new("Assess SOC2 audit readiness").limit(4).required_traits(["security", "compliance"]);
    for it in client.routing().select_team(task).await?.recommendations {
        writeln!(out, "{}: {:.1}", it.agent.unwrap_or_default(), it.score.unwrap_or_default())?;
    }

    let route = client.routing().auto_route(AutoRouteRequest::new("Summarize customer feedback")).await?;
    writeln!(out, "{}", route.rationale.unwrap_or_default())?;

    let domain = client.routing().detect_domain(DetectDomainRequest::new("Create a phishing training plan")).await?;
    writeln!(out, "Domain: {}", domain.primary_domain.unwrap_or_default())?;

    for rule in client.routing().list_rules().await?.rules.unwrap_or_default() {
        writeln!(out, "Rule: {}", rule.name.unwrap_or_default())?;
    }

    let condition = RuleCondition::new("risk_level", RuleOperator::Gte).value("high");
    let action = RuleAction::new(RuleActionType::Notify).target("slack");
    let rule = CreateRoutingRuleRequest::new("SOC2 escalation", [condition], [action]).priority(10);
    let created = client.routing().create_rule(rule).await?;
    // A rule that is refused is an answer with status 200, too.
    match created.error {
        None => writeln!(out, "The rule is stored.")?,
        Some(error) => writeln!(out, "The rule is refused: {error}")?,
    }
    Ok(())
}
