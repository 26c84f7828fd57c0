//! Mail by SMTP, with lettre.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::Receipt;
use super::error::{Keep, SinkError, one_line};
use crate::channel::{Mail, MailServer, MailTls};

/// The way to a mail server, built once: reading the machine's certificate authorities takes its time.
#[derive(Clone)]
pub(super) struct Postman {
    server: MailServer,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

/// Sends a mail.
pub(super) async fn send(channel: &str, kept: &Mutex<Option<Postman>>, mail: Mail, now: Timestamp) -> Result<Receipt, SinkError> {
    let bad = |reason| SinkError::Settings { channel: channel.to_owned(), reason };
    let transport = postman(kept, &mail.server).map_err(bad)?;
    let (host, n_receivers) = (mail.server.host.clone(), mail.to.len());
    let message = written(mail, now).map_err(bad)?;
    let failed = |source: lettre::transport::smtp::Error| SinkError::Mail { host: host.clone(), source: Box::new(source) };
    let answer = transport.send(message).await.map_err(failed)?;
    let said = one_line(&answer.message().collect::<Vec<_>>().join(" "), Keep::Start);
    Ok(Receipt { said: format!("{host} took it for {n_receivers} and answered {} {said}", answer.code()) })
}

fn postman(kept: &Mutex<Option<Postman>>, server: &MailServer) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(postman) = kept.as_ref().filter(|postman| postman.server == *server) {
        return Ok(postman.transport.clone());
    }
    let transport = transport(server)?;
    *kept = Some(Postman { server: server.clone(), transport: transport.clone() });
    Ok(transport)
}

fn transport(server: &MailServer) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
        .port(server.port)
        .timeout(Some(server.timeout))
        .tls(match server.tls {
            MailTls::Tls => Tls::Wrapper(trust(server)?),
            MailTls::StartTls => Tls::Required(trust(server)?),
            MailTls::Off => Tls::None,
        });
    if let Some((name, password)) = &server.login {
        builder = builder.credentials(Credentials::new(name.clone(), password.expose().to_owned()));
    }
    Ok(builder.build())
}

fn trust(server: &MailServer) -> Result<TlsParameters, String> {
    let mut parameters = TlsParameters::builder(server.host.clone());
    if let Some(path) = &server.ca_file {
        let failed = |error: &dyn std::fmt::Display| format!("its ca_file {} cannot be used: {error}", path.display());
        let pem = std::fs::read(path).map_err(|error| failed(&error))?;
        parameters = parameters.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| failed(&error))?);
    }
    parameters.build().map_err(|error| format!("TLS cannot be set up: {error}"))
}

fn written(mail: Mail, now: Timestamp) -> Result<lettre::Message, String> {
    let mailbox =
        |address: &str| -> Result<Mailbox, String> { address.parse().map_err(|error| format!("{address:?} is no address: {error}")) };
    let mut builder = lettre::Message::builder()
        .from(mailbox(&mail.from)?)
        .subject(mail.subject)
        .message_id(Some(mail.message_id))
        .date(UNIX_EPOCH + Duration::from_secs(now.as_second().unsigned_abs()))
        // So that no automatic answer comes back.
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("Content-Language", mail.lang));
    for receiver in &mail.to {
        builder = builder.to(mailbox(receiver)?);
    }
    if let Some(thread) = mail.references {
        builder = builder.in_reply_to(thread.clone()).references(thread);
    }
    if mail.is_urgent {
        builder = builder.raw_header(raw("Importance", "high"));
    }
    builder
        .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
        .map_err(|error| format!("the mail cannot be written: {error}"))
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
