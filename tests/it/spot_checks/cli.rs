//! Questions and holidays at the command line, on both databases.

use crate::support::Place;

#[tokio::test]
async fn questions_and_holidays_are_written_set_and_refused_with_what_to_do() {
    for place in Place::both().await {
        place.small_survey().await;
        let questions = |more: &[&str]| place.run(&[&["spot-checks", "questions"], more].concat());
        let usual = questions(&[]).out;
        assert!(usual.starts_with("question,type,tolerance,"), "{usual}");
        assert!(usual.contains(
            "roof,1,none,What is the roof made of?,چھت کس چیز کی ہے؟,rcc,concrete,کنکریٹ"
        ));
        let wrong = usual
            .replace("rooms,2,1,", "rooms,2,many,")
            .replace("fuel,3", "fuel,4");
        let wrong = place.file("wrong.csv", wrong).display().to_string();
        let said = questions(&["--reason", "Wave 2", &wrong]);
        assert_eq!(said.code, 1);
        for why in [
            "nothing was changed",
            "Line 10: \"many\" is no tolerance",
            "is no type",
        ] {
            assert!(said.err.contains(why), "{why} in {}", said.all());
        }
        assert_eq!(questions(&[]).out, usual);
        let own = usual.replace("rooms,2,1,", "rooms,2,2,");
        let file = place.file("own.csv", own.clone()).display().to_string();
        assert_eq!(questions(&[&file]).code, 2, "the reason is missing");
        let unknown = questions(&["--wave", "W9", "--reason", "x", &file]);
        assert!(
            unknown.err.contains("There is no wave \"W9\""),
            "{}",
            unknown.all()
        );
        let set = questions(&["--reason", "Wave 2", &file]);
        assert!(set.out.contains("6 questions are asked"), "{}", set.all());
        assert_eq!(questions(&[]).out, own);
        let again = questions(&["--reason", "Wave 2", &file]);
        assert!(again.out.contains("asked already"), "{}", again.all());
        let back = questions(&["--reason", "After all", "--usual"]);
        assert!(back.out.contains("The usual questions"), "{}", back.all());
        assert_eq!(questions(&[]).out, usual);

        let holidays = |more: &[&str]| place.run(&[&["spot-checks", "holidays"], more].concat());
        let add = |more: &[&str]| holidays(&[&["add", "2026-11-09"], more].concat());
        let added = add(&["--name", "Iqbal Day", "--name-ur", "یوم اقبال"]);
        assert_eq!(added.code, 0, "{}", added.all());
        assert_eq!(add(&["--name", "Fair", "--district", "D1"]).code, 0);
        for (more, why) in [
            (vec!["--name", "Iqbal Day"], "a holiday there already"),
            (vec!["--name", " "], "an English name"),
            (
                vec!["--name", "Fair", "--district", "T1"],
                "No district has the code T1",
            ),
        ] {
            let said = add(&more);
            assert!(said.code == 1 && said.err.contains(why), "{}", said.all());
        }
        let soon = holidays(&["add", "soon", "--name", "Eid"]);
        assert!(soon.err.contains("\"soon\" is no day"), "{}", soon.all());
        let list = holidays(&["list"]).out;
        assert_eq!(
            list,
            "day,district_code,name,name_ur\n2026-11-09,,Iqbal Day,یوم اقبال\n2026-11-09,D1,Fair,\n"
        );
        assert_eq!(holidays(&["remove", "2026-11-09"]).code, 0);
        let none = holidays(&["remove", "2026-11-09"]);
        assert!(
            none.code == 1 && none.err.contains("is no holiday"),
            "{}",
            none.all()
        );
        assert_eq!(holidays(&["list"]).out.lines().count(), 2);
    }
}
