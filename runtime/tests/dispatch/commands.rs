//! Commands as processes.

use std::path::Path;
use std::time::Duration;

use sdk_runtime::dispatch::{DispatchMessage, Executor, Outcome, ProcessExecutor};

fn shell(script: &str) -> DispatchMessage {
    let args = vec!["-c".to_owned(), script.to_owned()];
    DispatchMessage {
        command: "sh".into(),
        args,
        cwd: "/".into(),
        timeout_secs: Some(30),
        ..DispatchMessage::default()
    }
}

async fn run(command: &DispatchMessage) -> Outcome {
    ProcessExecutor::new().run(command).await
}

/// Whether a process is there that is no zombie.
fn is_alive(pid: &str) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    status.rsplit_once(')').is_some_and(|(_, it)| !it.trim_start().starts_with('Z'))
}

/// Waits for what a command writes, or for its process to go.
async fn until<T>(mut found: impl FnMut() -> Option<T>) -> T {
    let wait = async {
        loop {
            if let Some(it) = found() {
                return it;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect("it happens")
}

#[tokio::test]
async fn a_command_has_its_folder_its_environment_and_nothing_to_read() {
    let folder = std::env::temp_dir().canonicalize().unwrap();
    let mut command = shell("pwd; echo $ADDED; cat; echo bad >&2; exit 3");
    command.cwd = folder.to_string_lossy().into_owned();
    command.env_additions.insert("ADDED".into(), "it is".into());
    let outcome = run(&command).await;
    assert_eq!(outcome.stdout, format!("{}\nit is\n", folder.display()));
    assert_eq!((outcome.exit_code, outcome.stderr.as_str(), outcome.truncated), (3, "bad\n", false));
}

#[tokio::test]
async fn what_cannot_be_run_has_the_codes_of_a_shell() {
    let missing = DispatchMessage { command: "no-such-program".into(), ..shell("") };
    let nowhere = DispatchMessage { cwd: "/no/such/folder".into(), ..shell("true") };
    let folder = DispatchMessage { command: "/".into(), ..shell("") };
    let unknown = DispatchMessage { action: "reboot".into(), ..shell("true") };
    for (command, code) in [(missing, 127), (nowhere, 127), (folder, 126), (unknown, -1)] {
        let outcome = run(&command).await;
        assert_eq!(outcome.exit_code, code, "{outcome:?}");
        assert!(!outcome.stderr.is_empty());
    }
    assert_eq!(run(&shell("kill -TERM $$")).await.exit_code, 128 + 15);
}

#[tokio::test]
async fn output_beyond_the_bound_keeps_its_end() {
    let mut command = shell("seq 1 200000; echo complaint >&2");
    command.max_output_bytes = 1000;
    let outcome = run(&command).await;
    assert_eq!((outcome.exit_code, outcome.truncated), (0, true));
    assert!(outcome.stdout.ends_with("199999\n200000\n"), "{}", outcome.stdout);
    assert_eq!(outcome.stderr, "complaint\n");
    assert_eq!(outcome.stdout.len() + outcome.stderr.len(), 1000);

    let mut both = shell("seq 1 2000; seq 1 2000 >&2");
    both.max_output_bytes = 100;
    let outcome = run(&both).await;
    assert_eq!((outcome.stdout.len(), outcome.stderr.len(), outcome.truncated), (50, 50, true));

    let mut exact = shell("printf 12345; printf 12345 >&2");
    exact.max_output_bytes = 10;
    let outcome = run(&exact).await;
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str(), outcome.truncated), ("12345", "12345", false));
}

#[tokio::test]
async fn a_cut_within_a_character_leaves_text() {
    let mut command = shell("printf 'ééééé'; printf '\\377\\377\\377' >&2");
    for bound in 1..14 {
        command.max_output_bytes = bound;
        let outcome = run(&command).await;
        assert!((outcome.stdout.len() + outcome.stderr.len()) as u64 <= bound, "{bound}: {outcome:?}");
        assert!(outcome.stdout.chars().all(|it| it == 'é'), "{bound}: {outcome:?}");
    }
}

/// What stands for bytes that are no text is longer than they are.
#[tokio::test]
async fn text_that_is_left_out_is_said_to_be() {
    for (bytes, truncated) in [(333, false), (334, true), (900, true)] {
        let mut command = shell(&format!("head -c {bytes} /dev/zero | tr '\\0' '\\377'"));
        command.max_output_bytes = 1000;
        let outcome = run(&command).await;
        assert_eq!((outcome.stdout.len(), outcome.truncated), (333.min(bytes) * 3, truncated), "{bytes}");
    }
}

#[tokio::test]
async fn what_is_said_of_a_kill_is_within_the_bound() {
    for bound in [5, 30, 100] {
        let mut command = shell("printf complaint >&2; seq 1 1000; sleep 1000");
        command.max_output_bytes = bound;
        command.timeout_secs = Some(1);
        let outcome = run(&command).await;
        assert!((outcome.stdout.len() + outcome.stderr.len()) as u64 <= bound, "{outcome:?}");
        assert!(
            outcome.truncated && outcome.stderr.trim_start_matches(|it| it != 'k').starts_with("kill"),
            "{outcome:?}"
        );
    }
    let mut missing = DispatchMessage { command: "no-such-program".into(), ..shell("") };
    missing.max_output_bytes = 10;
    assert_eq!(run(&missing).await.stderr, "no-such-pr");
}

/// Waits much less than the command has time for.
async fn soon(command: &DispatchMessage) -> Outcome {
    tokio::time::timeout(Duration::from_secs(15), run(command)).await.expect("it does not take the command's time")
}

#[tokio::test]
async fn what_holds_the_output_in_the_background_is_killed_soon_after_the_end() {
    let outcome = soon(&shell("sleep 1000 & echo $!; exit 3")).await;
    assert_eq!(outcome.exit_code, 3);
    assert!(outcome.stderr.starts_with("what it left in the background held its output"), "{outcome:?}");
    assert!(!outcome.stderr.contains("goes on, unheard"), "{outcome:?}");
    until(|| (!is_alive(&outcome.stdout)).then_some(())).await;
}

#[tokio::test]
async fn what_has_its_output_elsewhere_goes_on_in_the_background() {
    let outcome = soon(&shell("sleep 1000 >/dev/null 2>&1 & echo $!")).await;
    assert_eq!((outcome.exit_code, outcome.stderr.as_str()), (0, ""));
    assert!(is_alive(&outcome.stdout));
    assert_eq!(run(&shell(&format!("kill {}", outcome.stdout))).await.exit_code, 0);
}

#[tokio::test]
async fn what_has_a_session_of_its_own_goes_on_and_that_is_said() {
    let outcome = soon(&shell("echo $(setsid sh -c 'echo $$; exec sleep 1000 >&2' &)")).await;
    assert_eq!(outcome.exit_code, 0);
    assert!(outcome.stderr.ends_with("goes on, unheard"), "{outcome:?}");
    assert!(is_alive(&outcome.stdout));
    assert_eq!(run(&shell(&format!("kill {}", outcome.stdout))).await.exit_code, 0);
}

#[tokio::test]
async fn a_command_that_hangs_is_killed_with_what_it_started() {
    let mut command = shell("sleep 1000 & echo $!; wait");
    command.timeout_secs = Some(1);
    let outcome = run(&command).await;
    assert_eq!(outcome.exit_code, -1);
    assert!(outcome.stderr.contains("killed after 1 s"), "{outcome:?}");
    assert!(outcome.duration >= Duration::from_secs(1));
    until(|| (!is_alive(&outcome.stdout)).then_some(())).await;
}

#[tokio::test]
async fn a_command_that_is_no_longer_waited_for_is_killed() {
    let folder = std::env::temp_dir().join(format!("dispatch-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut command = shell("sleep 1000 & echo $$ $! > pids.new; mv pids.new pids; wait");
    command.cwd = folder.to_string_lossy().into_owned();
    let running = tokio::spawn(async move { run(&command).await });
    let pids = until(|| std::fs::read_to_string(folder.join("pids")).ok()).await;
    running.abort();
    for pid in pids.split_whitespace() {
        assert!(Path::new("/proc/self").exists(), "where processes are files");
        until(|| (!is_alive(pid)).then_some(())).await;
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
