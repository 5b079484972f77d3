//! The table of ways, and what each of them needs.

use super::*;

const GOLDEN: &str = "\
drawn     assign       assigned  assign
drawn     withdraw     withdrawn assign a reason
assigned  reassign     assigned  assign
assigned  not_at_home  assigned  visit  given to them, or they assign
assigned  visit        visited   visit  given to them, or they assign
assigned  replace      replaced  assign attempts in vain on three days
assigned  withdraw     withdrawn assign a reason
visited   visit_again  assigned  assign a reason
visited   decide       decided   decide
decided   decide_again decided   decide a reason
decided   visit_again  assigned  assign a reason
decided   escalate     escalated decide
decided   close        closed    decide neither serious nor fabricated
escalated decide_again decided   close  a reason
escalated visit_again  assigned  close  a reason
escalated close        closed    close  not by who decided; a reason
closed    reopen       decided   close  a reason
withdrawn reopen       drawn     assign a reason
";

fn anybody<'a>() -> Who<'a> {
    Who {
        rights: &Right::ALL,
        is_theirs: true,
        has_decided: false,
        is_grave: false,
        attempts: 3,
        words: "because",
    }
}

#[test]
fn the_table_is_this_one() {
    assert_eq!(table(), GOLDEN);
}

#[test]
fn nothing_is_possible_but_what_stands_in_the_table_and_by_the_right_that_stands_there() {
    let mut possible = 0;
    for state in State::ALL {
        for action in Action::ALL {
            let way = GOLDEN.lines().find(|line| {
                let mut words = line.split_whitespace();
                words.next() == Some(state.code()) && words.next() == Some(action.code())
            });
            let taken = take(state, action, &anybody());
            let Some(way) = way else {
                assert_eq!(taken, Err(StateProblem::NotFromHere { state }));
                continue;
            };
            possible += 1;
            let words: Vec<&str> = way.split_whitespace().collect();
            assert_eq!(taken.map(State::code), Ok(words[2]), "{way}");
            for right in Right::ALL {
                let others: Vec<Right> = Right::ALL.into_iter().filter(|r| *r != right).collect();
                let without = Who {
                    rights: &others,
                    ..anybody()
                };
                let is_refused =
                    take(state, action, &without) == Err(StateProblem::NoRight { right });
                assert_eq!(is_refused, right.code() == words[3], "{way}");
                assert_eq!(ways(state, &others).contains(&action), !is_refused);
            }
        }
    }
    assert_eq!(possible, table().lines().count(), "no way stands twice");
}

#[test]
fn each_need_is_asked_for() {
    let monitor = Who {
        rights: &[Right::See, Right::Visit],
        is_theirs: false,
        ..anybody()
    };
    let visit = |who| take(State::Assigned, Action::Visit, &who);
    assert_eq!(visit(monitor), Err(StateProblem::NotTheirs));
    let mine = Who {
        is_theirs: true,
        ..monitor
    };
    assert_eq!(visit(mine), Ok(State::Visited));
    let supervisor = Who {
        rights: &[Right::Visit, Right::Assign],
        ..monitor
    };
    assert_eq!(visit(supervisor), Ok(State::Visited));

    let twice = Who {
        attempts: 2,
        ..anybody()
    };
    let replace = take(State::Assigned, Action::Replace, &twice);
    assert_eq!(replace, Err(StateProblem::TooFewAttempts { attempts: 2 }));
    let silent = Who {
        words: " ",
        ..anybody()
    };
    let withdraw = take(State::Drawn, Action::Withdraw, &silent);
    assert_eq!(withdraw, Err(StateProblem::NoWords));
    let grave = Who {
        is_grave: true,
        ..anybody()
    };
    let close = take(State::Decided, Action::Close, &grave);
    assert_eq!(close, Err(StateProblem::EscalateFirst));
    let same = Who {
        has_decided: true,
        ..grave
    };
    let close = |who| take(State::Escalated, Action::Close, &who);
    assert_eq!(close(same), Err(StateProblem::SamePerson));
    assert_eq!(close(silent), Err(StateProblem::NoWords));
    assert_eq!(close(grave), Ok(State::Closed));
}

#[test]
fn codes_and_ranks_read_back() {
    for state in State::ALL {
        assert_eq!(State::from_code(state.code()), Some(state));
        assert_eq!(State::from_rank(state.rank()), Some(state));
    }
    for action in Action::ALL {
        assert_eq!(Action::from_code(action.code()), Some(action));
        assert_eq!(Action::from_rank(action.rank()), Some(action));
    }
    assert_eq!(State::from_rank(-1), None);
}
