//! Killed in the middle: what was acknowledged stays, and the same command again ends where an undisturbed one ends.

use crate::support::{Place, simulated};
use std::process::Stdio;
use std::time::Duration;

#[tokio::test]
async fn an_import_killed_at_any_moment_and_started_again_ends_as_an_undisturbed_one() {
    let undisturbed = Place::sqlite();
    undisturbed.demonstration(0).await;
    let folder = simulated(&undisturbed, 50_000);
    let file = folder.join("submissions.csv");
    assert_eq!(undisturbed.import(&file).code, 0);
    let content = undisturbed.content().await;

    for place in Place::both().await {
        place.demonstration(0).await;
        let mut killed = 0;
        // Later and later, so that the kills fall into reading, recording and rolling up.
        for wait_ms in [150, 400, 800, 1_400, 2_200] {
            let arguments = ["import", "submissions", &file.display().to_string()];
            let mut import = place
                .command(&arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            tokio::time::sleep(Duration::from_millis(wait_ms)).await;
            if import
                .try_wait()
                .expect("the program can be asked")
                .is_none()
            {
                import.kill().expect("the program can be killed");
                killed += 1;
            }
            import.wait().expect("the program has ended");
        }
        assert!(killed > 0, "no import ran long enough to be killed");
        let said = place.import(&file);
        assert_eq!(said.code, 0, "{}", said.all());
        assert!(said.summary().contains("quarantined 0"), "{}", said.all());
        assert!(
            place.content().await == content,
            "the content differs from that of an undisturbed import"
        );
    }
}
