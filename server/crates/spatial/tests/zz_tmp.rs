//! tmp
mod common;
#[test]
fn tmp() {
    let areas = common::real_areas("union_councils_approx.geojson", "uc_code", "uc").unwrap();
    for tol in [100.0, 600.0, 3000.0] {
    let t = std::time::Instant::now();
    let topo = spatial::Topology::build(&common::keyed(&areas));
    let b = t.elapsed();
    let s = topo.simplify(tol);
    let c = t.elapsed();
    let users = topo.users_of_arcs();
    let map = s.to_svg(1000, |a| a);
    eprintln!("build {b:?} simplify {:?} svg {:?} points {} -> {} arcs {} single-user {}", c - b, t.elapsed()-c, topo.point_count(), s.point_count(), users.len(), users.iter().filter(|u| u.len()==1).count());
    let _ = map;
    }
}
