//! Outlines for the map: one topology a page's area, simplified for its size on the screen, drawn when first asked for.

use crate::ground::{GroundError, load_level};
use api::coverage::{MapPath, MapShapes};
use domain::area::{Area, AreaId, Level};
use domain::cube::Cube;
use geo::MultiPolygon;
use spatial::{Projection, Topology};
use std::collections::HashMap;
use std::sync::Arc;
use store::Db;
use tokio::sync::{Mutex, OnceCell};

/// The width of a map's view box: one unit is one pixel of a wide screen.
const WIDTH: u32 = 960;
/// How far a simplified line may leave the true one, in pixels of a map [`WIDTH`] wide: not visible.
const TOLERANCE_PX: f64 = 0.6;

/// The boundaries of a level.
type Boundaries = HashMap<AreaId, MultiPolygon<f64>>;

/// Outlines of every page's areas, made when first asked for and kept.
pub struct Shapes {
    db: Db,
    levels: [OnceCell<Arc<Boundaries>>; Level::ALL.len()],
    drawn: Mutex<HashMap<AreaId, Option<Arc<MapShapes>>>>,
}

impl Shapes {
    /// Nothing drawn yet.
    pub fn new(db: Db) -> Shapes {
        Shapes {
            db,
            levels: Default::default(),
            drawn: Mutex::default(),
        }
    }

    /// The outlines of the areas that the page of `area` lists; `None` if none of them has a boundary.
    pub async fn of(
        &self,
        cube: &Cube,
        area: AreaId,
    ) -> Result<Option<Arc<MapShapes>>, GroundError> {
        let mut drawn = self.drawn.lock().await;
        if let Some(shapes) = drawn.get(&area) {
            return Ok(shapes.clone());
        }
        let listed: Vec<Area> = cube
            .listed_below(area)
            .into_iter()
            .filter(|a| a.has_boundary)
            .cloned()
            .collect();
        let shapes = match listed.first() {
            None => None,
            Some(first) => {
                let boundaries = self.level(first.level).await?;
                // Seconds of arithmetic for the largest pages: not on the threads that answer requests.
                let drawing = tokio::task::spawn_blocking(move || draw(&listed, &boundaries)).await;
                drawing.unwrap_or_default().map(Arc::new)
            }
        };
        drawn.insert(area, shapes.clone());
        Ok(shapes)
    }

    /// The boundaries of a level, as they were imported.
    pub async fn level(&self, level: Level) -> Result<Arc<Boundaries>, GroundError> {
        let cell = &self.levels[level as usize];
        cell.get_or_try_init(|| async {
            Ok(Arc::new(
                load_level(&self.db, level).await?.into_iter().collect(),
            ))
        })
        .await
        .cloned()
    }
}

fn draw(areas: &[Area], boundaries: &Boundaries) -> Option<MapShapes> {
    let keyed: Vec<(u32, &MultiPolygon<f64>)> = areas
        .iter()
        .filter_map(|area| Some((u32::try_from(area.id).ok()?, boundaries.get(&area.id)?)))
        .collect();
    let of_key: HashMap<u32, &Area> = areas
        .iter()
        .filter_map(|area| Some((u32::try_from(area.id).ok()?, area)))
        .collect();
    let topology = Topology::build(&keyed);
    let metres_per_px = Projection::fit(topology.bounds(), WIDTH).metres_per_pixel();
    let parent = |key: u32| {
        of_key
            .get(&key)
            .and_then(|area| area.parent)
            .and_then(|id| u32::try_from(id).ok())
    };
    let map = topology
        .simplify(TOLERANCE_PX * metres_per_px)
        .to_svg(WIDTH, |key| parent(key).unwrap_or(0));
    let paths: Vec<MapPath> = map
        .paths
        .into_iter()
        .filter_map(|path| {
            let code = of_key.get(&path.area)?.code.clone();
            let (x, y) = path.label_at;
            Some(MapPath {
                code,
                d: path.d,
                label_at: (f64::from(x), f64::from(y)),
            })
        })
        .collect();
    (!paths.is_empty()).then_some(MapShapes {
        width: map.width,
        height: map.height,
        paths,
        outlines: map.outlines,
    })
}
