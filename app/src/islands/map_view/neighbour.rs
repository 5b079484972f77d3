//! Which area lies in the direction of an arrow key.

/// A direction on the screen, the same in both directions of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
}

impl Direction {
    /// Reads `KeyboardEvent.key`.
    pub fn from_key(key: &str) -> Option<Direction> {
        match key {
            "ArrowUp" => Some(Direction::Up),
            "ArrowDown" => Some(Direction::Down),
            "ArrowLeft" => Some(Direction::Left),
            "ArrowRight" => Some(Direction::Right),
            _ => None,
        }
    }
}

/// The nearest of `centres` (y grows downwards) in a direction from the `from`-th; what lies aside counts double, so
/// that the way goes straight on. `None` at the edge of the map.
pub fn nearest(centres: &[(f64, f64)], from: usize, direction: Direction) -> Option<usize> {
    let (x, y) = *centres.get(from)?;
    let mut best = None;
    for (index, centre) in centres.iter().enumerate() {
        let (dx, dy) = (centre.0 - x, centre.1 - y);
        let (along, across) = match direction {
            Direction::Up => (-dy, dx),
            Direction::Down => (dy, dx),
            Direction::Left => (-dx, dy),
            Direction::Right => (dx, dy),
        };
        if index == from || along <= 0.0 || across.abs() > along * 2.0 {
            continue;
        }
        let cost = along + 2.0 * across.abs();
        if best.is_none_or(|(_, least)| cost < least) {
            best = Some((index, cost));
        }
    }
    best.map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arrow_keys_are_directions() {
        let keys = [
            "ArrowUp",
            "ArrowDown",
            "ArrowLeft",
            "ArrowRight",
            "Enter",
            "Tab",
        ];
        assert_eq!(
            keys.map(Direction::from_key),
            [
                Some(Direction::Up),
                Some(Direction::Down),
                Some(Direction::Left),
                Some(Direction::Right),
                None,
                None
            ]
        );
    }

    #[test]
    fn an_arrow_goes_to_the_nearest_area_ahead_and_stops_at_the_edge() {
        let centres = [
            (0.0, 0.0),
            (10.0, 1.0),
            (20.0, 0.0),
            (11.0, 12.0),
            (9.0, -30.0),
        ];
        assert_eq!(nearest(&centres, 0, Direction::Right), Some(1));
        assert_eq!(nearest(&centres, 1, Direction::Right), Some(2));
        assert_eq!(nearest(&centres, 1, Direction::Down), Some(3));
        assert_eq!(nearest(&centres, 1, Direction::Up), Some(4));
        assert_eq!(nearest(&centres, 0, Direction::Left), None);
        assert_eq!(nearest(&centres, 9, Direction::Left), None);
    }
}
