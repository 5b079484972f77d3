//! The devices of a day.

use crate::visit::Timed;

/// How many devices of a day are told apart: beyond that the number says enough.
const MOST: usize = 16;

/// The different devices of a day's judged visits, in the order of their first use, without asking for memory.
pub(super) struct Devices {
    devices: [i32; MOST],
    count: usize,
}

impl Devices {
    /// Those of some visits; visits by an uncertain clock may be of another day and are left out.
    pub fn of(visits: &[Timed]) -> Devices {
        let mut known = Devices {
            devices: [0; MOST],
            count: 0,
        };
        let mut last = None;
        for visit in visits {
            let device = visit.visit.device;
            // Nearly always the same as before.
            if device == last || visit.visit.is_rejected() || !visit.clock.tells_hours() {
                continue;
            }
            last = device;
            if let Some(device) = device {
                known.add(device);
            }
        }
        known
    }

    fn add(&mut self, device: i32) {
        if self.iter().all(|known| known != device)
            && let Some(place) = self.devices.get_mut(self.count)
        {
            *place = device;
            self.count += 1;
        }
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = i32> + '_ {
        self.devices.iter().take(self.count).copied()
    }
}
