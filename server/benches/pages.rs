//! A warm coverage page of a tehsil, beside a static file of the same size from the same server; and sizes.
//!
//! `cargo bench -p server --bench pages`. 16 clients over loopback, 2,000 requests each way, taken in turns.

use server::clock::Clock;
use server::site::Site;
use server::web::assets::Assets;
use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Db;
use tokio::net::TcpStream;

mod http;
mod survey;

use http::{ask, request};

type Any = Box<dyn Error + Send + Sync>;

const VISITS: u64 = 200_000;
const CLIENTS: usize = 16;
const REQUESTS: usize = 2_000;
/// Taken in turns; the best p99 of each counts, because a busy machine only ever makes slower.
const ROUNDS: usize = 40;
const PAGE: &str = "/coverage/PB1801";

fn main() -> Result<(), Any> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(run())
}

async fn run() -> Result<(), Any> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("bench.db").display());
    survey::seed(&database, VISITS)?;
    let db = survey::keyed(Db::open(&database).await?)?;
    let clock = Clock::running("Asia/Karachi")?.standing_at(db.load_cube().await?.as_of);
    let user = db.find_user("qa").await?.ok_or("the demo has its users")?;
    let cookie = survey::signed_in(&db, &clock, user.user_id).await?;

    // First without the file, to learn the page's size.
    let static_folder = folder.path().join("site");
    std::fs::create_dir(&static_folder)?;
    let address = serve(&db, &clock, &static_folder).await?;
    let page = request(PAGE, &cookie);
    let size = body_size(address, &page).await?;
    let province = body_size(address, &request("/coverage", &cookie)).await?;
    std::fs::write(static_folder.join("file.txt"), "x".repeat(size))?;
    std::fs::write(static_folder.join("file.txt.br"), "x".repeat(size))?;
    let address = serve(&db, &clock, &static_folder).await?;
    let file = request("/file.txt", "");
    let (mut of_page, mut of_file) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        of_file = of_file.min(p99(address, &file).await?);
        of_page = of_page.min(p99(address, &page).await?);
    }
    println!("| what | FieldWatch | peer | ratio |\n|---|---|---|---|");
    println!(
        "| coverage page of a tehsil, warm, {size} bytes, p99 of {REQUESTS} requests by {CLIENTS} clients (peer: a static file of that size) | {:.2} ms | {:.2} ms | {:.2} |",
        of_page.as_secs_f64() * 1e3,
        of_file.as_secs_f64() * 1e3,
        of_page.as_secs_f64() / of_file.as_secs_f64()
    );
    println!(
        "| first HTML of the province page, brotli | {:.1} KB | at most 60 KB | |",
        province as f64 / 1e3
    );
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site/pkg");
    let sizes: Result<Vec<u64>, _> = ["fieldwatch_bg.wasm.br", "fieldwatch.js.br"]
        .iter()
        .map(|name| std::fs::metadata(site.join(name)).map(|m| m.len()))
        .collect();
    match sizes {
        Ok(sizes) => {
            let sum = sizes.iter().sum::<u64>() as f64 / 1e3;
            println!("| WebAssembly + JavaScript, brotli | {sum:.1} KB | at most 150 KB | |");
        }
        Err(_) => println!(
            "| WebAssembly + JavaScript, brotli | not built: cargo xtask build | at most 150 KB | |"
        ),
    }
    Ok(())
}

async fn serve(db: &Db, clock: &Clock, site: &Path) -> Result<SocketAddr, Any> {
    let site = Arc::new(Site::open(db.clone(), clock.clone(), Assets::read(site)?).await?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, server::web::router(site)).await });
    Ok(address)
}

/// Asks once; the size of the answer's body.
async fn body_size(address: SocketAddr, request: &[u8]) -> Result<usize, Any> {
    let mut stream = TcpStream::connect(address).await?;
    ask(&mut stream, request, &mut Vec::new()).await
}

async fn p99(address: SocketAddr, request: &[u8]) -> Result<Duration, Any> {
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let request = request.to_vec();
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                let mut buffer = Vec::new();
                let mut times = Vec::with_capacity(REQUESTS / CLIENTS);
                for _ in 0..REQUESTS / CLIENTS {
                    let begun = Instant::now();
                    ask(&mut stream, &request, &mut buffer).await?;
                    times.push(begun.elapsed());
                }
                Ok::<_, Any>(times)
            })
        })
        .collect();
    let mut times = Vec::with_capacity(REQUESTS);
    for client in clients {
        times.extend(client.await??);
    }
    times.sort_unstable();
    Ok(times[times.len() * 99 / 100])
}
