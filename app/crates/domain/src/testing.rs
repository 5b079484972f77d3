//! What tests of several modules build visits with.

use crate::outcome::{Outcome, ReviewState};
use crate::place::Place;
use crate::visit::Visit;

/// A complete interview of household `key` by enumerator 1 on device 1, without times and without a position.
pub(crate) fn plain_visit(key: i64) -> Visit {
    Visit {
        key,
        enumerator: 1,
        device: Some(1),
        area: 1,
        wave: 1,
        outcome: Outcome::Complete,
        review_state: ReviewState::Received,
        place: Place::NoFix,
        edge_distance_m: None,
        household: Some(key),
        counted: true,
        started_at: None,
        ended_at: None,
        received_at: None,
        fix: None,
        fix_at: None,
        mock_location: None,
        active_s: None,
        household_size: None,
        items_required: None,
        items_answered: None,
        items_dont_know: None,
        items_refused: None,
        listing_point: None,
        form: None,
    }
}
