//! Live streams, against a server on loopback that speaks WebSocket.

use aragora_sdk::runtime::socket::Incoming as _;
use aragora_sdk::{Client, Json, control, control_plane, control_plane_stream, debate_stream, events};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::programs::{follow_debate, take_part, watch_control_plane};
use crate::stage::{ok, serve};

/// Frames that servers have been seen to send, one a line; long texts and long lists are cut.
const DEBATE_FRAMES: &str = include_str!("../frames/debate_stream.jsonl");
const CONTROL_PLANE_FRAMES: &str = include_str!("../frames/control_plane_stream.jsonl");

/// A connection as the server sees it.
struct Guest(WebSocketStream<TcpStream>);

impl Guest {
    #[expect(clippy::result_large_err, reason = "the closure has the signature that the library gives it")]
    async fn welcome(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().await.unwrap();
        let handshake = |request: &Request, mut response: Response| {
            if let Some(offered) = request.headers().get("sec-websocket-protocol") {
                assert_eq!(offered, "aragora-v1");
                response.headers_mut().insert("sec-websocket-protocol", offered.clone());
            }
            Ok(response)
        };
        Self(tokio_tungstenite::accept_hdr_async(stream, handshake).await.unwrap())
    }

    async fn says(&mut self, message: Json) {
        self.0.send(Frame::text(message.to_string())).await.unwrap();
    }

    async fn hears(&mut self) -> Json {
        let frame = self.0.next().await.unwrap().unwrap();
        serde_json::from_str(frame.to_text().unwrap()).unwrap()
    }

    async fn leaves(mut self) {
        let why = CloseFrame { code: CloseCode::Normal, reason: "done".into() };
        self.0.close(Some(why)).await.unwrap();
        while self.0.next().await.is_some() {}
    }
}

fn event(seq: i64, kind: &str, data: Json) -> Json {
    json!({"type": kind, "data": data, "agent": "alice", "round": 1, "seq": seq, "loop_id": "adhoc_1"})
}

fn replay(kind: &str, oldest: i64, latest: i64) -> Json {
    json!({"type": kind, "data": {"buffer_oldest_seq": oldest, "buffer_latest_seq": latest}})
}

#[tokio::test]
async fn follow_debate() {
    let http = serve([ok(json!({"success": true, "debate_id": "adhoc_1", "status": "created"}))]).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/ws", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut guest = Guest::welcome(&listener).await;
        let first = guest.hears().await;
        guest.says(replay("replay_start", 7, 7)).await;
        guest.says(event(7, "debate_start", json!({"task": "Should we cache it?", "agents": ["demo"]}))).await;
        guest.says(replay("replay_end", 7, 7)).await;
        let spoken = event(8, "agent_message", json!({"content": "Yes.\nFor a minute.", "role": "proposer"}));
        guest.says(json!([spoken])).await;
        // The connection breaks, and everything comes once more.
        drop(guest);
        let mut guest = Guest::welcome(&listener).await;
        let second = guest.hears().await;
        guest.says(replay("replay_start", 7, 9)).await;
        guest.says(event(9, "consensus", json!({"reached": true, "answer": "Cache it."}))).await;
        guest.says(replay("replay_end", 7, 9)).await;
        let short = json!({"details": "Done", "event_source": "spectator"});
        guest
            .says(json!([spoken, event(10, "debate_end", short), event(11, "debate_end", json!({"rounds": 2}))]))
            .await;
        [first, second]
    });
    let client = Client::builder(http.url()).build().unwrap();
    let mut out = Vec::new();
    follow_debate::run(&client, client.debate_stream().url(url), &mut out).await.unwrap();
    let expected = "Question: Should we cache it?\nalice: Yes.\nAnswer: Cache it.\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
    let subscriptions = [0, 8].map(|it| json!({"type": "subscribe", "debate_id": "adhoc_1", "replay_from_seq": it}));
    assert_eq!(server.await.unwrap(), subscriptions);
}

#[tokio::test]
async fn take_part() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/ws", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut guest = Guest::welcome(&listener).await;
        guest.says(json!({"type": "connection_info", "data": {"authenticated": true, "write_access": true}})).await;
        guest.says(json!({"type": "loop_list", "data": {"loops": [], "count": 0}})).await;
        let mut heard = vec![guest.hears().await];
        guest.says(json!({"type": "loop_list", "data": {"loops": [{"loop_id": "loop_1"}], "count": 1}})).await;
        heard.push(guest.hears().await);
        guest.says(json!({"type": "ack", "data": {"message": "Message received", "msg_type": "user_vote"}})).await;
        heard.push(guest.hears().await);
        guest.says(json!({"type": "error", "data": {"message": "Rate limited."}})).await;
        heard.push(guest.hears().await);
        guest.says(json!({"type": "wisdom_confirmed", "data": {"wisdom_id": 1, "message": "Wisdom received"}})).await;
        heard
    });
    let client = Client::builder("http://127.0.0.1:9").build().unwrap();
    let mut out = Vec::new();
    take_part::run(client.debate_stream().url(url), &mut out).await.unwrap();
    let expected = "user_vote: accepted\nrefused: Rate limited.\nwisdom: Wisdom received\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
    let wisdom = "Start with a rollback plan and chaos testing.";
    let sent = [
        json!({"type": "get_loops"}),
        json!({"type": "user_vote", "loop_id": "loop_1", "payload": {"choice": "Option A", "intensity": 7}}),
        json!({"type": "user_suggestion", "loop_id": "loop_1", "payload": {"text": "Consider a phased rollout."}}),
        json!({"type": "wisdom_submission", "loop_id": "loop_1", "text": wisdom}),
    ];
    assert_eq!(server.await.unwrap(), sent);
}

#[tokio::test]
async fn watch_control_plane() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/api/control-plane/stream", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut guest = Guest::welcome(&listener).await;
        let happened = [
            ("connected", json!({"message": "Connected to control plane stream"})),
            ("agent_registered", json!({"agent_id": "agent-1", "capabilities": ["debate"]})),
            ("task_failed", json!({"task_id": "task-1", "agent_id": "agent-1", "retries_left": 2})),
            ("task_completed", json!({"task_id": "task-1", "agent_id": "agent-1"})),
            ("health_update", json!({"status": "healthy"})),
        ];
        for (kind, data) in happened {
            guest.says(json!({"type": kind, "timestamp": 1732735053.123, "data": data})).await;
        }
        guest.leaves().await;
    });
    let client = Client::builder("http://127.0.0.1:9").build().unwrap();
    let mut out = Vec::new();
    watch_control_plane::run(client.control_plane_stream().url(url), &mut out).await.unwrap();
    let expected = "agent-1 joined\ntask-1 failed\ntask-1 is done\nhealthy\n1 tasks failed\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
    server.await.unwrap();
}

/// Each message of the frames.
fn messages(frames: &str) -> Vec<Json> {
    let frames = frames.lines().map(|it| serde_json::from_str::<Json>(it).unwrap());
    frames.flat_map(|it| it.as_array().cloned().unwrap_or_else(|| vec![it])).collect()
}

#[test]
fn every_frame_of_the_debate_stream_that_was_seen_is_typed() {
    use debate_stream::Message;
    for wire in messages(DEBATE_FRAMES) {
        let message = Message::decode(&wire.to_string());
        let typed = match &message {
            Message::Events(it) => !matches!(it.data, events::EventData::Unknown(_) | events::EventData::Malformed(_)),
            Message::Control(it) => {
                !matches!(it.data, control::EventData::Unknown(_) | control::EventData::Malformed(_))
            }
            _ => false,
        };
        assert!(typed, "{wire} became {message:?}");
        assert!(!format!("{message:?}").contains("extra"), "{wire} has a field without a type: {message:?}");
        assert_eq!(serde_json::to_value(&message).unwrap(), wire);
        // What has a place in the order is an event, unless only the other catalog knows it.
        assert_eq!(message.position(), wire["seq"].as_i64());
        if wire["type"] == "heartbeat" {
            assert_eq!(matches!(message, Message::Events(_)), wire["seq"].is_i64());
        }
    }
}

#[test]
fn every_frame_of_the_control_plane_that_was_seen_is_typed() {
    use control_plane_stream::Message;
    for wire in messages(CONTROL_PLANE_FRAMES) {
        let message = Message::decode(&wire.to_string());
        let Message::ControlPlane(it) = &message else { panic!("{message:?}") };
        let untyped = matches!(it.data, control_plane::EventData::Unknown(_) | control_plane::EventData::Malformed(_));
        assert!(!untyped, "{wire} became {message:?}");
        assert_eq!(serde_json::to_value(&message).unwrap(), wire);
    }
}
