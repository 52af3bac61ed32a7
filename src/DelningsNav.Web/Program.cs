using DelningsNav.Web.Pages;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPagesDoor();
builder.Services.AddSingleton(new PagesMode(Demo: args.Contains("--demo")));

var app = builder.Build();
app.MapPagesDoor();
app.Run();
