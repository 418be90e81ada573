//! Two hundred calls at once through one client, against a loopback server that fails one in five: all of them end
//! right, and the server is asked no more often than the budget of retries allows.

mod server;

use std::time::Duration;

use sdk_runtime::{CircuitBreaker, ClientBuilder, Error, Json, RetryBudget, RetryPolicy};

use self::server::{CrowdServer, Mood};
use crate::sdk::TestSdk;

const CALLS: usize = 200;

fn builder(server: &CrowdServer) -> ClientBuilder<TestSdk> {
    TestSdk::builder(server.url()).retry(RetryPolicy::new().delay(Duration::from_millis(1)))
}

/// The results of as many calls at once, in the order of their ids.
async fn crowd(client: &TestSdk) -> Vec<Result<Json, Error>> {
    let calls: Vec<_> = (0..CALLS).map(|it| tokio::spawn(client.get(&it.to_string()).into_future())).collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap());
    }
    results
}

#[tokio::test]
async fn all_end_right_where_one_in_five_fails() {
    let server = CrowdServer::start(Mood::Fails { one_in: 5, crowd: CALLS }).await;
    let client = builder(&server).build().unwrap();
    for (id, result) in crowd(&client).await.into_iter().enumerate() {
        let answer = result.unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(answer["id"], id.to_string(), "each call has its own answer");
    }
    let (asked, failed) = (server.asked(), server.failed());
    assert_eq!(asked, CALLS + failed, "a retry for each failure, and no other");
    assert!((30..=100).contains(&failed), "{failed}");
}

#[tokio::test]
async fn retries_stay_within_the_budget() {
    for (budget, most) in [(RetryBudget::new(), 100), (RetryBudget::new().capacity(7), 7)] {
        let server = CrowdServer::start(Mood::Down).await;
        let client = builder(&server).no_circuit_breaker().retry_budget(budget).build().unwrap();
        assert!(crowd(&client).await.into_iter().all(|it| it.unwrap_err().is_status()));
        assert_eq!(server.asked(), CALLS + most);

        server.set(Mood::Well);
        for _ in 0..10 {
            client.get("1").await.unwrap();
        }
        server.set(Mood::Down);
        client.get("1").await.unwrap_err();
        assert_eq!(server.asked(), CALLS + most + 10 + 3, "ten calls that succeed pay for two retries");
    }
}

#[tokio::test]
async fn without_a_budget_each_call_has_its_own_retries() {
    let server = CrowdServer::start(Mood::Down).await;
    let client = builder(&server).no_circuit_breaker().no_retry_budget().build().unwrap();
    crowd(&client).await;
    assert_eq!(server.asked(), CALLS * 4);
}

#[tokio::test]
async fn the_breaker_opens_for_all_and_closes_after_one_probe() {
    let server = CrowdServer::start(Mood::Down).await;
    let client = builder(&server).circuit_breaker(CircuitBreaker::new()).build().unwrap();
    for _ in 0..5 {
        assert!(client.get("0").no_retry().await.unwrap_err().is_status());
    }
    assert!(crowd(&client).await.into_iter().all(|it| it.unwrap_err().is_circuit_open()));
    assert_eq!(server.asked(), 5, "an open breaker sends nothing");

    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(60)).await;
    tokio::time::resume();
    server.set(Mood::Held);
    let probe = tokio::spawn(client.get("probe").into_future());
    server.has_asked(6).await;
    assert!(crowd(&client).await.into_iter().all(|it| it.unwrap_err().is_circuit_open()));
    assert_eq!(server.asked(), 6, "one probe alone");

    server.set(Mood::Well);
    assert_eq!(probe.await.unwrap().unwrap()["id"], "probe");
    assert!(crowd(&client).await.into_iter().all(|it| it.is_ok()));
    assert_eq!(server.asked(), 6 + CALLS);
}
