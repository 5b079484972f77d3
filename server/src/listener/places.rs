//! How many connections there may be: in all, and from one address.

use crate::web::client::{TrustedProxies, subscriber};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections by address.
type Taken = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// Counts connections. Never holds more entries than there are connections.
pub struct Places {
    room: Arc<Semaphore>,
    by_address: usize,
    trusted: TrustedProxies,
    taken: Taken,
}

/// Held by a connection as long as it lives.
pub struct Place {
    _room: OwnedSemaphorePermit,
    of: Option<(IpAddr, Taken)>,
}

impl Places {
    /// So many in all, so many from one address; from trusted proxies any number.
    pub fn new(all: usize, by_address: usize, trusted: TrustedProxies) -> Places {
        Places {
            room: Arc::new(Semaphore::new(all)),
            by_address,
            trusted,
            taken: Arc::default(),
        }
    }

    /// Waits until there is room for one more.
    pub async fn room(&self) -> OwnedSemaphorePermit {
        loop {
            // The semaphore is never closed.
            if let Ok(room) = self.room.clone().acquire_owned().await {
                return room;
            }
        }
    }

    /// A place for a connection from an address; `None` if that has its share.
    pub fn take(&self, room: OwnedSemaphorePermit, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        if self.trusted.hold(address) {
            return Some(Place {
                _room: room,
                of: None,
            });
        }
        let address = subscriber(address);
        let mut taken = locked(&self.taken);
        let count = taken.entry(address).or_insert(0);
        if *count >= self.by_address {
            return None;
        }
        *count += 1;
        Some(Place {
            _room: room,
            of: Some((address, self.taken.clone())),
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((address, taken)) = self.of.take() else {
            return;
        };
        let mut taken = locked(&taken);
        if let Some(count) = taken.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&address);
            }
        }
    }
}

fn locked(taken: &Mutex<HashMap<IpAddr, usize>>) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
    match taken.lock() {
        Ok(taken) => taken,
        // What is done under the lock cannot panic half-way.
        Err(poisoned) => poisoned.into_inner(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn taken(places: &Places, address: &str) -> Option<Place> {
        let room = places.room().await;
        places.take(room, address.parse().unwrap())
    }

    #[tokio::test]
    async fn an_address_has_its_share_and_gets_it_back() {
        let trusted = ["10.0.0.7".parse().unwrap()].into_iter().collect();
        let places = Places::new(100, 2, trusted);
        let first = taken(&places, "203.0.113.9").await;
        let second = taken(&places, "::ffff:203.0.113.9").await;
        assert!(first.is_some() && second.is_some());
        assert!(taken(&places, "203.0.113.9").await.is_none());
        assert!(taken(&places, "203.0.113.8").await.is_some());
        drop(first);
        assert!(taken(&places, "203.0.113.9").await.is_some());
        drop(second);
        assert!(places.taken.lock().unwrap().is_empty(), "nothing is kept");

        let network = [
            taken(&places, "2001:db8::1").await,
            taken(&places, "2001:db8::2").await,
        ];
        assert!(network.iter().all(Option::is_some));
        assert!(taken(&places, "2001:db8::3").await.is_none());
        let proxy = [
            taken(&places, "10.0.0.7").await,
            taken(&places, "10.0.0.7").await,
            taken(&places, "10.0.0.7").await,
        ];
        assert!(proxy.iter().all(Option::is_some), "a proxy speaks for many");
        assert_eq!(places.room.available_permits(), 95);
    }
}
